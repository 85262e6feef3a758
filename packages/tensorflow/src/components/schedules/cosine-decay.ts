import { component, Type } from '@expgraph/sdk';
import { decaySteps, initialLearningRate } from './options.js';
import type { Schedule } from './schedule.js';

export const cosineDecay = component({
  kind: 'schedule',
  type: 'cosine-decay',
  description:
    'Decay along half a cosine, optionally after a linear warm-up (Loshchilov and Hutter, 2017, arXiv:1608.03983).',
  config: Type.Object({
    initialLearningRate,
    decaySteps,
    alpha: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0,
      description: 'Final learning rate, as a fraction of the one that the decay starts from, 0 to 1.',
    }),
    warmupTarget: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'Learning rate at the end of the warm-up.' }),
    ),
    warmupSteps: Type.Integer({ minimum: 0, default: 0, description: 'Number of steps of the warm-up.' }),
  }),
  create({ initialLearningRate: initial, decaySteps: steps, alpha, warmupTarget, warmupSteps }): Schedule {
    const decay = (from: number, step: number) => {
      const done = Math.min(step, steps) / steps;
      return from * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha);
    };
    if (warmupTarget === undefined) return { at: (step) => decay(initial, step) };
    return {
      at: (step) =>
        step < warmupSteps
          ? initial + (warmupTarget - initial) * (step / warmupSteps)
          : decay(warmupTarget, step - warmupSteps),
    };
  },
});
