import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Optimizer } from './optimizer.js';
import { epsilon, learningRate, momentum, rateOf } from './options.js';

export const rmsprop = component({
  kind: 'optimizer',
  type: 'rmsprop',
  description: 'RMSprop: divides the gradient by a moving average of its magnitude (Tieleman and Hinton, 2012).',
  config: Type.Object({
    learningRate: learningRate(0.001),
    rho: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.9,
      description: 'Decay rate of the moving average of the squared gradient.',
    }),
    momentum,
    epsilon,
  }),
  create: async (config) =>
    rmspropRule((await import('../../tfjs.js')).tf, { ...config, learningRate: rateOf(config.learningRate) }),
});

export interface RmspropOptions {
  readonly learningRate: number | Schedule;
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
}

/** Returns Keras' RMSprop, not centered. */
export function rmspropRule(tf: Tfjs, options: RmspropOptions): Optimizer {
  const { learningRate, rho, momentum, epsilon } = options;
  return {
    type: 'rmsprop',
    learningRate,
    slots: momentum > 0 ? ['velocity', 'momentum'] : ['velocity'],
    scalars: (_, rate) => [rate],
    update({ variable, gradient, slots: [last, lastMove], scalars: [rate] }) {
      const velocity = tf.add(tf.mul(last, rho), tf.mul(tf.square(gradient), 1 - rho));
      const step = tf.div(tf.mul(gradient, rate), tf.sqrt(tf.add(velocity, epsilon)));
      if (momentum === 0) return { variable: tf.sub(variable, step), slots: [velocity] };
      const move = tf.add(tf.mul(lastMove, momentum), step);
      return { variable: tf.sub(variable, move), slots: [velocity, move] };
    },
    // TensorFlow's operation always has a slot for the momentum.
    ...(momentum > 0 && {
      updateInPlace({ variable, gradient, scalars: [rate], slot, constant, apply }) {
        const numbers = [rate, constant(rho), constant(momentum), constant(epsilon)];
        apply('ResourceApplyRMSProp', [variable, slot('velocity'), slot('momentum'), ...numbers, gradient]);
      },
    }),
  };
}
