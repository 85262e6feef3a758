import { tf } from '../tfjs.js';
import { isNative, operate, registerNativeKernel, runKernel } from './native-operation.js';

/** Random numbers that depend on their seeds alone (Salmon et al., 2011, Philox), computed where the tensors are. */
export function registerCountedRandom(): void {
  registerNativeKernel('CountedUniform', ({ seed }, { shape }) => {
    const size = tf.tensor1d(shape as number[], 'int32');
    const types = { dtype: 'float32', T: 'int32', Tseed: 'int32' } as const;
    const numbers = operate('StatelessRandomUniform', [size, seed], { types });
    size.dispose();
    return numbers;
  });
}

/** Numbers in [0, 1) of the given shape. `step` is the seed of the training step, `stream` tells its draws apart. */
export function countedUniform(shape: readonly number[], step: tf.Scalar | number, stream: number): tf.Tensor {
  if (isNative()) {
    return tf.tidy(() => {
      const first = typeof step === 'number' ? tf.scalar(step, 'int32') : step;
      return runKernel('CountedUniform', { seed: tf.stack([first, tf.scalar(stream, 'int32')]) }, { shape });
    });
  }
  const seed = typeof step === 'number' ? step : step.dataSync()[0];
  // Any one-to-one mixture will do: tfjs' generator scrambles it.
  return tf.randomUniform([...shape], 0, 1, 'float32', Math.imul(seed, 0x9e3779b1) ^ stream);
}
