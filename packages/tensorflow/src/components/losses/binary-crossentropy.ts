import { component, Type } from '@expgraph/sdk';
import type { Tfjs } from '../../tfjs.js';
import type { Loss } from './loss.js';
import { type CrossentropyOptions, labelSmoothing, mean, surprisal } from './options.js';

export const binaryCrossentropy = component({
  kind: 'loss',
  type: 'binaryCrossentropy',
  description: 'Cross-entropy of each class with the sigmoid of its output, averaged over the classes (multi-label).',
  config: Type.Object({ labelSmoothing }),
  create: async (config) => binaryCrossentropyLoss((await import('../../tfjs.js')).tf, config),
});

/** Returns Keras' binary cross-entropy of logits, computed as `softplus(x) - x * z` so that no probability is rounded. */
export function binaryCrossentropyLoss(tf: Tfjs, { labelSmoothing }: CrossentropyOptions): Loss {
  return {
    type: 'binaryCrossentropy',
    targets: 'classes',
    perExample(logits, labels) {
      const targets = labelSmoothing > 0 ? tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / 2) : labels;
      return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, targets)), -1);
    },
    ofScores: (scores, labels, logits) =>
      mean(scores, (score, index) => {
        const target = labels[index] * (1 - labelSmoothing) + labelSmoothing / 2;
        if (logits) return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - score * target;
        return target * surprisal(score) + (1 - target) * surprisal(1 - score);
      }),
  };
}
