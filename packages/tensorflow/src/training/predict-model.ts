import type { Batch, Dataset, Model } from '@expgraph/sdk';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.js';

/**
 * Returns a network's outputs for every example of a dataset, `float32[examples, outputs]`, row-major: probabilities if
 * it ends in a softmax. Labels are not read.
 */
export async function predictModel(
  model: Model,
  data: Dataset,
  options: Omit<EvaluateOptions, 'loss'>,
): Promise<Float32Array> {
  const { predictions } = await evaluateModel(model, withoutLabels(data), {
    ...options,
    loss: 'categoricalCrossentropy',
  });
  return predictions.scores;
}

/** Sets all labels to the first class. The resulting loss is ignored. */
function withoutLabels(data: Dataset): Dataset {
  const read = async (...given: Parameters<Dataset['read']>): Promise<Batch> => {
    const { features, shape } = await data.read(...given);
    return { features, shape, labels: new Int32Array(shape[0]) };
  };
  return {
    spec: { ...data.spec, label: undefined },
    size: data.size,
    classes: data.classes,
    read,
    labels: () => new Int32Array(data.size),
    name: (index) => data.name(index),
  };
}
