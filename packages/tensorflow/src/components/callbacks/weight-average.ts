import { component, Type } from '@expgraph/sdk';
import type { Callback } from './callback.js';

export const weightAverage = component({
  kind: 'callback',
  type: 'weight-average',
  description: 'Keep an exponential moving average of the weights and use it as the final weights.',
  config: Type.Object({
    momentum: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.99,
      description: 'Fraction of the average that a step keeps, 0 to 1.',
    }),
  }),
  create({ momentum }): Callback {
    return {
      averageMomentum: momentum,
      onEpochEnd: () => [],
      onTrainEnd: () => ['take-averages'],
      state: () => null,
      restore() {},
    };
  },
});
