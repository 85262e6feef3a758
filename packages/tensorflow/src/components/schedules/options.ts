import { Type } from '@expgraph/sdk';

export const initialLearningRate = Type.Number({
  exclusiveMinimum: 0,
  description: 'Learning rate of the first step.',
});

export const decaySteps = Type.Integer({ minimum: 1, description: 'Number of steps (batches) of the decay.' });
