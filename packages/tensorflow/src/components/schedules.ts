import { component, Type } from '@expgraph/sdk';
import type { Schedule } from './kinds.js';

const initialLearningRate = Type.Number({ exclusiveMinimum: 0, description: 'Learning rate of the first step.' });
const decaySteps = Type.Integer({ minimum: 1, description: 'Steps (batches) of the decay.' });

export const cosineDecay = component({
  kind: 'schedule',
  type: 'cosine-decay',
  description:
    'Half a cosine from the first rate to a share of it (arXiv:1608.03983), after a linear warm-up if wanted.',
  config: Type.Object({
    initialLearningRate,
    decaySteps,
    alpha: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0,
      description: 'Share of the rate that is left at the end.',
    }),
    warmupTarget: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Rate at the end of the warm-up.' })),
    warmupSteps: Type.Integer({ minimum: 0, default: 0, description: 'Steps of the warm-up.' }),
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

export const exponentialDecay = component({
  kind: 'schedule',
  type: 'exponential-decay',
  description: 'The rate times `decayRate`, once every `decaySteps`.',
  config: Type.Object({
    initialLearningRate,
    decaySteps,
    decayRate: Type.Number({ exclusiveMinimum: 0, description: 'What the rate is multiplied by.' }),
    staircase: Type.Boolean({ default: false, description: 'All at once, at the end of each decaySteps.' }),
  }),
  create({ initialLearningRate: initial, decaySteps: steps, decayRate, staircase }): Schedule {
    return { at: (step) => initial * decayRate ** (staircase ? Math.floor(step / steps) : step / steps) };
  },
});

export const piecewiseConstant = component({
  kind: 'schedule',
  type: 'piecewise-constant',
  description: 'One rate up to and with each boundary, another after it.',
  config: Type.Object({
    boundaries: Type.Array(Type.Integer({ minimum: 0 }), {
      minItems: 1,
      description: 'Steps after which the rate changes.',
    }),
    values: Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
      minItems: 2,
      description: 'Rates, one more than boundaries.',
    }),
  }),
  create({ boundaries, values }): Schedule {
    return {
      at(step) {
        const piece = boundaries.findIndex((boundary) => step <= boundary);
        return values[piece < 0 ? values.length - 1 : piece];
      },
    };
  },
});
