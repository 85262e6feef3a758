import { createHash } from 'node:crypto';
import { countedUniform } from '../kernels/counted-random.js';
import { tf } from '../tfjs.js';

type Arguments = Parameters<typeof tf.layers.dropout>[0];

const Stock = tf.layers.dropout({ rate: 0.5 }).constructor as new (options: Arguments) => tf.layers.Layer;

let stepSeed: tf.Scalar | number | undefined;

/** Runs one training step. The masks of its dropout layers depend on the seed and the layer alone. */
export function withStepSeed<Result>(seed: tf.Scalar | number, step: () => Result): Result {
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
    const { rate, noiseShape } = this as unknown as { rate: number; noiseShape?: (number | null)[] };
    const seed = stepSeed;
    if (options?.training !== true || seed === undefined || rate === 0) return super.call(inputs, options) as tf.Tensor;
    const stream = createHash('sha256').update(this.name).digest().readInt32LE(0);
    const shape = noiseShape?.map((size, axis) => size ?? x.shape[axis]) ?? x.shape;
    return tf.tidy(() => {
      const kept = tf.cast(tf.greaterEqual(countedUniform(shape, seed, stream), rate), 'float32');
      return tf.mul(x, tf.mul(kept, 1 / (1 - rate)));
    });
  }
}

tf.serialization.registerClass(SeededDropout as never);

/** The layer, with Keras' arguments. */
export const seededDropout = (options: Arguments): tf.layers.Layer => new SeededDropout(options);
