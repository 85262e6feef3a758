import type { tf } from '../tfjs.js';

/**
 * Removes the process-wide counter of TensorFlow.js from the name of a nested layer: `lstm_cell_LSTMCell7` becomes
 * `lstm_cell`, or `lstm_cell_1` at position 1. With the counter, saved models would differ from process to process.
 */
export function withoutCounter(layer: tf.layers.Layer, position = 0): void {
  const counted = new RegExp(`^(.+)_${layer.getClassName()}\\d+$`).exec(layer.name);
  if (counted) layer.name = position === 0 ? counted[1] : `${counted[1]}_${position}`;
}
