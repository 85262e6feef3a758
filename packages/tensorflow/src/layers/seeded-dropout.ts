import { createHash } from 'node:crypto';
import { tf } from '../tfjs.js';

type Arguments = Parameters<typeof tf.layers.dropout>[0];

const Stock = tf.layers.dropout({ rate: 0.5 }).constructor as new (options: Arguments) => tf.layers.Layer;

let stepSeed: number | undefined;

/** Runs one training step. The masks of its dropout layers depend on the seed and the layer alone. */
export function withStepSeed<Result>(seed: number, step: () => Result): Result {
  const outer = stepSeed;
  stepSeed = seed;
  try {
    return step();
  } finally {
    stepSeed = outer;
  }
}

/**
 * Dropout (Srivastava et al., 2014) whose mask is another one each step, yet the same again when the step is repeated. tfjs'
 * own either repeats one mask for ever (with a seed) or can not be repeated (without). It has the same class name, so saved
 * models open in plain tfjs.
 */
class SeededDropout extends Stock {
  /** @nocollapse */
  static readonly className = 'Dropout';

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const { rate } = this as unknown as { rate: number };
    if (options?.training !== true || stepSeed === undefined || rate === 0)
      return super.call(inputs, options) as tf.Tensor;
    const seed = createHash('sha256').update(`${stepSeed} ${this.name}`).digest().readUInt32LE(0);
    return tf.tidy(() => tf.dropout(x, rate, undefined, seed));
  }
}

tf.serialization.registerClass(SeededDropout as never);

/** The layer, with Keras' arguments. */
export const seededDropout = (options: Arguments): tf.layers.Layer => new SeededDropout(options);
