import type { tf } from '../tfjs.js';

/**
 * Names a layer within another without the number that TensorFlow.js counts through the process: `lstm_cell_LSTMCell7` becomes
 * `lstm_cell`, or `lstm_cell_1` where it is at position 1. The files of a model would differ from process to process.
 */
export function withoutCounter(layer: tf.layers.Layer, position = 0): void {
  const counted = new RegExp(`^(.+)_${layer.getClassName()}\\d+$`).exec(layer.name);
  if (counted) layer.name = position === 0 ? counted[1] : `${counted[1]}_${position}`;
}
