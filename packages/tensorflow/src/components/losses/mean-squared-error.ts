import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import type { Loss } from './loss.js';
import { mean } from './options.js';

export const meanSquaredError = component({
  kind: 'loss',
  type: 'meanSquaredError',
  description: 'Mean squared difference of outputs and labels.',
  config: Type.Object({}),
  create: async () => meanSquaredErrorLoss((await import('../../tfjs.js')).tf),
});

/** Returns Keras' mean squared error. */
export const meanSquaredErrorLoss = (tf: Tfjs): Loss => ({
  type: 'meanSquaredError',
  targets: 'number',
  perExample: (outputs, labels) => tf.mean(tf.squaredDifference(outputs, tf.reshape(labels, [-1, 1])), -1),
  ofScores: (scores, labels) => mean(scores, (score) => (score - labels[0]) ** 2),
});
