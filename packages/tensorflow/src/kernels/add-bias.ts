import { tf } from '../tfjs.js';
import { isNative, operate, registerGradientInstead, registerNativeKernel, runKernel } from './native-operation.js';

/**
 * Registers an addition that uses TensorFlow's BiasAdd and BiasAddGrad if `b` is a vector along the last axis. Grappler
 * fuses BiasAdd, unlike an addition, into the preceding convolution or matrix product.
 */
export function registerAddBias(): void {
  const add = tf.getKernel('Add', 'tensorflow');
  registerNativeKernel('Add', (inputs, attrs) => {
    const { a, b } = inputs;
    if (!isBias(a, b)) {
      return add.kernelFunc({ inputs: { a, b }, attrs: attrs as never, backend: tf.backend() }) as tf.Tensor;
    }
    return withVector(b, (bias) => operate('BiasAdd', [a, bias], BIAS));
  });
  registerNativeKernel('BiasAddGrad', ({ dy }) => operate('BiasAddGrad', [dy], BIAS));
  registerGradientInstead({
    kernelName: 'BiasAddGrad',
    inputsToSave: ['dy'],
    gradFunc: (second, [dy]) => ({ dy: () => tf.broadcastTo(second as tf.Tensor, dy.shape) }),
  });

  const broadcast = tf.getGradient('Add').gradFunc;
  registerGradientInstead({
    kernelName: 'Add',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attributes) => {
      const [a, b] = saved;
      const gradients = broadcast(dy, saved, attributes);
      if (!isNative() || !isBias(a, b)) return gradients;
      return {
        a: gradients.a,
        b: () => tf.reshape(runKernel<tf.Tensor>('BiasAddGrad', { dy: dy as tf.Tensor }), b.shape),
      };
    },
  });
}

const BIAS = { types: { T: 'float32' }, strings: { data_format: 'NHWC' } } as const;

function isBias(a: tf.Tensor, b: tf.Tensor): boolean {
  const channels = b.shape[b.shape.length - 1];
  const vector = b.shape.length > 0 && b.shape.length <= a.shape.length && sizeOf(b.shape) === channels;
  const floats = a.dtype === 'float32' && b.dtype === 'float32';
  return floats && vector && a.shape.length > 1 && a.shape.length <= 5 && a.shape[a.shape.length - 1] === channels;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** Calls `use` with a bias of shape `[1, 1, 1, channels]` as `[channels]`. */
function withVector(bias: tf.Tensor, use: (vector: tf.TensorInfo) => tf.Tensor[]): tf.Tensor[] {
  if (bias.shape.length === 1) return use(bias);
  const shape = tf.tensor1d([sizeOf(bias.shape)], 'int32');
  const [vector] = operate('Reshape', [bias, shape], { types: { T: 'float32', Tshape: 'int32' } });
  const result = use(vector);
  tf.dispose([shape, vector]);
  return result;
}
