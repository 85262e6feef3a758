import { tf } from '../tfjs.js';
import { operate, registerGradientInstead, registerNativeKernel } from './native-operation.js';

/** Looking rows up in a table, and its gradient. */
export function registerEmbedding(): void {
  registerLookup();
  registerLookupGradient();
}

/**
 * TensorFlow checks the indices itself. tfjs-node's own kernel reads them in JavaScript to do so: it waits for whatever computes
 * them, cannot be a part of a graph, and fails where the axis is counted from the end.
 */
function registerLookup(): void {
  registerNativeKernel('GatherV2', ({ x, indices }, { axis, batchDims }) => {
    const [position] = tf.util.parseAxisParam(axis as number, x.shape);
    const along = tf.scalar(position, 'int32');
    const types = { Tparams: x.dtype, Tindices: indices.dtype, Taxis: 'int32' } as const;
    const rows = operate('GatherV2', [x, indices, along], { types, ints: { batch_dims: batchDims as number } });
    along.dispose();
    return rows;
  });
}

/** The gradient without tfjs' two transpositions of what is one table already. */
function registerLookupGradient(): void {
  const general = tf.getGradient('GatherV2').gradFunc;
  registerGradientInstead({
    kernelName: 'GatherV2',
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, saved, attributes) => {
      const [table, indices] = saved;
      const { axis, batchDims } = attributes as unknown as { axis: number; batchDims: number };
      const gradient = () => {
        const rows = tf.reshape(dy as tf.Tensor, [indices.size, ...table.shape.slice(1)]);
        return tf.unsortedSegmentSum(rows, tf.reshape(indices, [indices.size]) as tf.Tensor1D, table.shape[0]);
      };
      return {
        x: axis === 0 && batchDims === 0 ? gradient : general(dy, saved, attributes).x,
        // Indices are whole numbers: they may come from what is learned, yet do not move with it.
        indices: () => tf.zeros(indices.shape),
      };
    },
  });
}
