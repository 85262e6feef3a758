import { tf } from '../tfjs.js';
import { operate, registerNativeKernel } from './native-operation.js';

/** Registers ExpandDims with an explicit data type. tfjs-node leaves it to be inferred, which a graph cannot do. */
export function registerExpandDims(): void {
  registerNativeKernel('ExpandDims', ({ input }, { dim }) => {
    const axis = tf.scalar(dim as number, 'int32');
    const types = { T: input.dtype, Tdim: 'int32' } as const;
    const result = operate('ExpandDims', [input, axis], { types });
    axis.dispose();
    return result;
  });
}
