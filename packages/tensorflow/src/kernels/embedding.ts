import { tf } from '../tfjs.js';
import { operate, registerGradientInstead, registerNativeKernel } from './native-operation.js';

/** Registers the lookup of rows in a table and its gradient. */
export function registerEmbedding(): void {
  registerLookup();
  registerLookupGradient();
}

/**
 * Registers GatherV2, which checks the indices itself. The kernel of tfjs-node checks them in JavaScript, so it waits
 * for their computation, cannot be captured in a graph, and fails for negative axes.
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

/** Registers a gradient without tfjs' two transpositions, which a lookup in a single table does not need. */
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
        // Indices are integers: they may depend on weights but have no gradient.
        indices: () => tf.zeros(indices.shape),
      };
    },
  });
}
