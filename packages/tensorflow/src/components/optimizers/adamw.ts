import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import { type AdamOptions, adamRule } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { beta1, beta2, epsilon, learningRate, rateOf } from './options.js';

export const adamw = component({
  kind: 'optimizer',
  type: 'adamw',
  description: 'Adam with decoupled weight decay (Loshchilov and Hutter, 2019, arXiv:1711.05101).',
  config: Type.Object({
    learningRate: learningRate(0.001),
    weightDecay: Type.Number({
      minimum: 0,
      default: 0.004,
      description: 'Fraction of each weight to subtract in a step, times the learning rate.',
    }),
    beta1,
    beta2,
    epsilon,
  }),
  create: async (config) =>
    adamwRule((await import('../../tfjs.js')).tf, { ...config, learningRate: rateOf(config.learningRate) }),
});

/** Returns Adam that first shrinks each weight by `rate * weightDecay` of itself. */
export function adamwRule(
  tf: Tfjs,
  { weightDecay, ...options }: AdamOptions & { readonly weightDecay: number },
): Optimizer {
  const rule = adamRule(tf, options);
  return {
    ...rule,
    type: 'adamw',
    scalars: (step, rate) => [...rule.scalars(step, rate), rate * weightDecay],
    update: (state) =>
      rule.update({ ...state, variable: tf.sub(state.variable, tf.mul(state.variable, state.scalars[1])) }),
    updateInPlace(update) {
      update.apply('ResourceApplyGradientDescent', [update.variable, update.scalars[1], update.value]);
      rule.updateInPlace?.(update);
    },
  };
}
