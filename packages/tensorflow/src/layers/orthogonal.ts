import { tf } from '../tfjs.js';

interface Initializer {
  readonly gain?: number;
  readonly seed?: number;
  apply(shape: readonly number[]): tf.Tensor;
}

const Stock = tf.initializers.orthogonal({}).constructor as unknown as new (
  options: Parameters<typeof tf.initializers.orthogonal>[0],
) => Initializer;

/**
 * Replaces the initializer of tfjs, which takes seconds and warns for a few hundred units. The class name is that of
 * tfjs, so saved models load in plain tfjs.
 */
class Orthogonal extends Stock {
  /** @nocollapse */
  static readonly className = 'Orthogonal';

  override apply(shape: readonly number[]): tf.Tensor {
    const columns = shape[shape.length - 1];
    const rows = shape.reduce((product, size) => product * size, 1) / columns;
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const vectors = orthonormal(count, length, this.seed);
    return tf.tidy(() => {
      const matrix = tf.tensor2d(vectors, [count, length]);
      const upright = rows < columns ? matrix : tf.transpose(matrix);
      return tf.mul(this.gain ?? 1, tf.reshape(upright, [...shape]));
    });
  }
}

tf.serialization.registerClass(Orthogonal as never);

/** Returns `float32[count, length]` with orthonormal rows in random directions (Gram-Schmidt in double precision). */
function orthonormal(count: number, length: number, seed: number | undefined): Float32Array {
  const drawn = tf.randomNormal([count * length], 0, 1, 'float32', seed);
  const normal = Float64Array.from(drawn.dataSync());
  drawn.dispose();
  for (let row = 0; row < count; row += 1) {
    const vector = normal.subarray(row * length, (row + 1) * length);
    for (let earlier = 0; earlier < row; earlier += 1) {
      const other = normal.subarray(earlier * length, (earlier + 1) * length);
      const share = dot(vector, other);
      for (let index = 0; index < length; index += 1) vector[index] -= share * other[index];
    }
    const size = Math.sqrt(dot(vector, vector));
    for (let index = 0; index < length; index += 1) vector[index] /= size;
  }
  return Float32Array.from(normal);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index] * b[index];
  return sum;
}

/** Returns an orthogonal initializer (Saxe et al., 2014, arXiv:1312.6120). Takes Keras' arguments. */
export const orthogonal = (
  options: Parameters<typeof tf.initializers.orthogonal>[0] = {},
): ReturnType<typeof tf.initializers.orthogonal> => new Orthogonal(options) as never;
