import { component, Type } from '@expgraph/sdk';
import { decaySteps, initialLearningRate } from './options.js';
import type { Schedule } from './schedule.js';

export const exponentialDecay = component({
  kind: 'schedule',
  type: 'exponential-decay',
  description: 'Multiply the learning rate by `decayRate` every `decaySteps` steps.',
  config: Type.Object({
    initialLearningRate,
    decaySteps,
    decayRate: Type.Number({ exclusiveMinimum: 0, description: 'Factor of the learning rate over decaySteps steps.' }),
    staircase: Type.Boolean({
      default: false,
      description: 'Decay at once at the end of each decaySteps, instead of a little in each step.',
    }),
  }),
  create({ initialLearningRate: initial, decaySteps: steps, decayRate, staircase }): Schedule {
    return { at: (step) => initial * decayRate ** (staircase ? Math.floor(step / steps) : step / steps) };
  },
});
