import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Optimizer } from './optimizer.js';
import { beta1, beta2, epsilon, learningRate, rateOf } from './options.js';

export const adam = component({
  kind: 'optimizer',
  type: 'adam',
  description: 'Adam (Kingma and Ba, 2015, arXiv:1412.6980).',
  config: Type.Object({ learningRate: learningRate(0.001), beta1, beta2, epsilon }),
  create: async (config) =>
    adamRule((await import('../../tfjs.js')).tf, { ...config, learningRate: rateOf(config.learningRate) }),
});

export interface AdamOptions {
  readonly learningRate: number | Schedule;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Returns Adam as Keras writes it: the rate carries the bias correction, and epsilon is added to the uncorrected root. */
export function adamRule(tf: Tfjs, { learningRate, beta1, beta2, epsilon }: AdamOptions): Optimizer {
  return {
    type: 'adam',
    learningRate,
    slots: ['momentum', 'velocity'],
    scalars: (step, rate) => [(rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step)],
    update({ variable, gradient, slots: [m, v], scalars: [rate] }) {
      const momentum = tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1));
      const velocity = tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2));
      const move = tf.div(tf.mul(momentum, rate), tf.add(tf.sqrt(velocity), epsilon));
      return { variable: tf.sub(variable, move), slots: [momentum, velocity] };
    },
    updateInPlace({ variable, gradient, scalars: [rate], slot, constant, apply }) {
      // The rate already includes the bias correction, so the powers of the betas are 0.
      const powers = [constant(0), constant(0)];
      const numbers = [...powers, rate, constant(beta1), constant(beta2), constant(epsilon)];
      apply('ResourceApplyAdam', [variable, slot('momentum'), slot('velocity'), ...numbers, gradient]);
    },
  };
}
