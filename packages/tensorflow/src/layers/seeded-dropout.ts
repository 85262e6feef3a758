import { createHash } from 'node:crypto';
import { statelessUniform } from '../kernels/stateless-random.js';
import { tf } from '../tfjs.js';

type Arguments = Omit<Parameters<typeof tf.layers.dropout>[0], 'noiseShape'> & {
  /** Shape of the mask, which is broadcast along axes of size 1; null for the size of the input. */
  readonly noiseShape?: readonly (number | null)[];
};

const Stock = tf.layers.dropout({ rate: 0.5 }).constructor as unknown as new (
  options: Arguments,
) => tf.layers.Layer & { readonly rate: number; readonly noiseShape?: readonly (number | null)[] };

let stepSeed: tf.Scalar | number | undefined;

/** Runs a training step. The masks of its dropout layers depend only on the seed and the layer's name. */
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
 * Returns the factors of the inputs: 0 for a fraction of `rate`, `1 / (1 - rate)` for the others. In a step with a seed, they depend on
 * the seed and the layer's name only.
 */
export function dropoutMask(shape: readonly number[], rate: number, name: string): tf.Tensor {
  const seed = stepSeed;
  if (seed === undefined) return tf.dropout(tf.ones([...shape]), rate);
  const stream = createHash('sha256').update(name).digest().readInt32LE(0);
  return tf.tidy(() => {
    const kept = tf.cast(tf.greaterEqual(statelessUniform(shape, seed, stream), rate), 'float32');
    return tf.mul(kept, 1 / (1 - rate));
  });
}

/**
 * Dropout (Srivastava et al., 2014) whose mask differs in each step but is reproducible. The layer of tfjs either
 * repeats one mask forever (with a seed) or is not reproducible (without). The class name is that of tfjs, so saved
 * models load in plain tfjs. With `noiseShape: [null, 1, 1, 1]` it drops whole examples of a branch: stochastic depth
 * (Huang et al., 2016, arXiv:1603.09382).
 */
class SeededDropout extends Stock {
  /** @nocollapse */
  static readonly className = 'Dropout';

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const { rate, noiseShape } = this;
    if (options?.training !== true || stepSeed === undefined || rate === 0) {
      return super.call(inputs, options) as tf.Tensor;
    }
    // No factor can compensate for dropping everything.
    if (rate === 1) return tf.zerosLike(x);
    const shape = noiseShape?.map((size, axis) => size ?? x.shape[axis]) ?? x.shape;
    return tf.tidy(() => tf.mul(x, dropoutMask(shape, rate, this.name)));
  }
}

tf.serialization.registerClass(SeededDropout as never);

/** Returns the layer. Takes Keras' arguments. */
export const seededDropout = (options: Arguments): tf.layers.Layer => new SeededDropout(options);
