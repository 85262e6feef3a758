import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import type { AdamOptions } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { beta1, beta2, epsilon, learningRate, rateOf } from './options.js';

export const nadam = component({
  kind: 'optimizer',
  type: 'nadam',
  description: "Adam with Nesterov's momentum (Dozat, 2016).",
  config: Type.Object({ learningRate: learningRate(0.001), beta1, beta2, epsilon }),
  create: async (config) =>
    nadamRule((await import('../../tfjs.js')).tf, { ...config, learningRate: rateOf(config.learningRate) }),
});

/** Returns Adam with Nesterov's momentum, with Keras' schedule of the momentum. */
export function nadamRule(tf: Tfjs, { learningRate, beta1, beta2, epsilon }: AdamOptions): Optimizer {
  const momentumAt = (step: number) => beta1 * (1 - 0.5 * 0.96 ** step);
  const products = [1];
  const productUpTo = (step: number) => {
    while (products.length <= step) products.push(products[products.length - 1] * momentumAt(products.length));
    return products[step];
  };
  return {
    type: 'nadam',
    learningRate,
    slots: ['momentum', 'velocity'],
    scalars: (step, rate) => [
      (rate * momentumAt(step + 1)) / (1 - productUpTo(step + 1)),
      (rate * (1 - momentumAt(step))) / (1 - productUpTo(step)),
      1 / Math.sqrt(1 - beta2 ** step),
    ],
    update({ variable, gradient, slots: [m, v], scalars: [ofMomentum, ofGradient, ofRoot] }) {
      const momentum = tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1));
      const velocity = tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2));
      const direction = tf.add(tf.mul(momentum, ofMomentum), tf.mul(gradient, ofGradient));
      const move = tf.div(direction, tf.add(tf.mul(tf.sqrt(velocity), ofRoot), epsilon));
      return { variable: tf.sub(variable, move), slots: [momentum, velocity] };
    },
  };
}
