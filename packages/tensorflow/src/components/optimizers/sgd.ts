import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Optimizer } from './optimizer.js';
import { learningRate, momentum, rateOf } from './options.js';

export const sgd = component({
  kind: 'optimizer',
  type: 'sgd',
  description: 'Stochastic gradient descent, optionally with momentum.',
  config: Type.Object({
    learningRate: learningRate(0.01),
    momentum,
    nesterov: Type.Boolean({ default: false, description: "Use Nesterov's momentum." }),
  }),
  create: async (config) =>
    sgdRule((await import('../../tfjs.js')).tf, { ...config, learningRate: rateOf(config.learningRate) }),
});

export interface SgdOptions {
  readonly learningRate: number | Schedule;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** Returns Keras' SGD: `v = momentum * v - rate * g`, `w += v`; with Nesterov `w += momentum * v - rate * g`. */
export function sgdRule(tf: Tfjs, { learningRate, momentum, nesterov }: SgdOptions): Optimizer {
  const scalars = (_: number, rate: number) => [rate];
  if (momentum === 0) {
    return {
      type: 'sgd',
      learningRate,
      scalars,
      slots: [],
      update: ({ variable, gradient, scalars: [rate] }) => ({
        variable: tf.sub(variable, tf.mul(gradient, rate)),
        slots: [],
      }),
      updateInPlace: ({ variable, gradient, scalars: [rate], apply }) =>
        apply('ResourceApplyGradientDescent', [variable, rate, gradient]),
    };
  }
  return {
    type: 'sgd',
    learningRate,
    scalars,
    slots: ['momentum'],
    update({ variable, gradient, slots: [last], scalars: [rate] }) {
      const step = tf.mul(gradient, rate);
      const velocity = tf.sub(tf.mul(last, momentum), step);
      const move = nesterov ? tf.sub(tf.mul(velocity, momentum), step) : velocity;
      return { variable: tf.add(variable, move), slots: [velocity] };
    },
    updateInPlace({ variable, gradient, scalars: [rate], slot, constant, apply }) {
      const inputs = [variable, slot('momentum'), rate, gradient, constant(momentum)];
      apply('ResourceApplyKerasMomentum', inputs, { use_nesterov: nesterov });
    },
  };
}
