import { component, Type } from '@expgraph/sdk';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { softmaxCrossEntropy } from '../../kernels/softmax-cross-entropy.js';
import type { Tfjs } from '../../tfjs.js';
import type { Loss } from './loss.js';
import { type CrossentropyOptions, labelSmoothing, mean, surprisal } from './options.js';

export const categoricalCrossentropy = component({
  kind: 'loss',
  type: 'categoricalCrossentropy',
  description: 'Cross-entropy between the true class and the softmax of the outputs.',
  config: Type.Object({ labelSmoothing }),
  async create(config) {
    const [{ tf }, { softmaxCrossEntropy }] = await Promise.all([
      import('../../tfjs.js'),
      import('../../kernels/softmax-cross-entropy.js'),
    ]);
    return categoricalCrossentropyLoss(tf, softmaxCrossEntropy, config);
  },
});

/** Returns Keras' categorical cross-entropy of logits, for class indices or soft labels. */
export function categoricalCrossentropyLoss(
  tf: Tfjs,
  crossEntropy: typeof softmaxCrossEntropy,
  { labelSmoothing }: CrossentropyOptions,
): Loss {
  return {
    type: 'categoricalCrossentropy',
    targets: 'class',
    perExample(outputs: Tensor2D, labels: Tensor) {
      if (labelSmoothing === 0) return crossEntropy(outputs, labels as Tensor1D | Tensor2D);
      const classes = outputs.shape[1];
      const targets = labels.rank === 2 ? labels : tf.cast(tf.oneHot(labels as Tensor1D, classes), 'float32');
      return crossEntropy(outputs, tf.add(tf.mul(targets, 1 - labelSmoothing), labelSmoothing / classes) as Tensor2D);
    },
    ofScores(scores, labels, logits) {
      const highest = Math.max(...scores);
      const total = logits ? highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)) : 0;
      const ofClass = (score: number) => (logits ? total - score : surprisal(score));
      const ofLabel = (1 - labelSmoothing) * ofClass(scores[labels[0]]);
      return labelSmoothing === 0 ? ofLabel : ofLabel + labelSmoothing * mean(scores, ofClass);
    },
  };
}
