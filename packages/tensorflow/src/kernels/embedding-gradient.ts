import { tf } from '../tfjs.js';
import { registerGradientInstead } from './native-operation.js';

/** The gradient of looking rows up in a table: without tfjs' two transpositions of what is one table already. */
export function registerEmbeddingGradient(): void {
  const general = tf.getGradient('GatherV2').gradFunc;
  registerGradientInstead({
    kernelName: 'GatherV2',
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, saved, attributes) => {
      const [table, indices] = saved;
      const { axis, batchDims } = attributes as unknown as { axis: number; batchDims: number };
      if (axis !== 0 || batchDims !== 0) return general(dy, saved, attributes);
      const gradient = () => {
        const rows = tf.reshape(dy as tf.Tensor, [indices.size, ...table.shape.slice(1)]);
        return tf.unsortedSegmentSum(rows, tf.reshape(indices, [indices.size]) as tf.Tensor1D, table.shape[0]);
      };
      return { x: gradient, indices: () => indices };
    },
  });
}
