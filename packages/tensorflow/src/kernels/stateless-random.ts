import { tf } from '../tfjs.js';
import { isNative, operate, registerNativeKernel, runKernel } from './native-operation.js';

/**
 * Registers a counter-based random number generator (Philox; Salmon et al., 2011), whose numbers depend only on the
 * seeds and which runs on the tensors' device.
 */
export function registerStatelessRandom(): void {
  registerNativeKernel('CountedUniform', ({ seed }, { shape }) => {
    const size = tf.tensor1d(shape as number[], 'int32');
    const types = { dtype: 'float32', T: 'int32', Tseed: 'int32' } as const;
    const numbers = operate('StatelessRandomUniform', [size, seed], { types });
    size.dispose();
    return numbers;
  });
}

/**
 * Returns uniform random numbers in [0, 1). `step` is the seed of the training step; `stream` distinguishes the draws
 * of a step.
 */
export function statelessUniform(shape: readonly number[], step: tf.Scalar | number, stream: number): tf.Tensor {
  if (isNative()) {
    return tf.tidy(() => {
      const first = typeof step === 'number' ? tf.scalar(step, 'int32') : step;
      return runKernel('CountedUniform', { seed: tf.stack([first, tf.scalar(stream, 'int32')]) }, { shape });
    });
  }
  const seed = typeof step === 'number' ? step : step.dataSync()[0];
  // Any bijective mix is sufficient, because tfjs' generator scrambles the seed.
  return tf.randomUniform([...shape], 0, 1, 'float32', Math.imul(seed, 0x9e3779b1) ^ stream);
}
