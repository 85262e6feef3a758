import { tf } from '../tfjs.js';
import { operate, registerNativeKernel } from './native-operation.js';

/**
 * Registers products of two matrices as MatMul, which Grappler fuses with bias and activation, instead of a BatchMatMul
 * with a batch of one.
 */
export function registerMatrixProduct(): void {
  const batch = tf.getKernel('BatchMatMul', 'tensorflow');
  registerNativeKernel('BatchMatMul', ({ a, b }, attributes) => {
    if (a.shape.length !== 2 || b.shape.length !== 2 || a.dtype !== 'float32') {
      return batch.kernelFunc({ inputs: { a, b }, attrs: attributes as never, backend: tf.backend() }) as tf.Tensor;
    }
    const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean };
    const bools = { transpose_a: transposeA, transpose_b: transposeB };
    return operate('MatMul', [a, b], { types: { T: 'float32' }, bools });
  });
}
