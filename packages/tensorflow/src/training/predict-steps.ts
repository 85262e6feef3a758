import { type Batch, type Dataset, type Predictions, START } from '@expgraph/sdk';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.js';

/**
 * Returns the outputs of a network ending in `float32[batch, time, outputs]` for every timestep of a dataset, without
 * padding and start tokens. Labels are not read; those returned are -1.
 */
export async function predictSteps(
  model: Parameters<typeof evaluateModel>[0],
  data: Dataset,
  options: Omit<EvaluateOptions, 'loss'>,
): Promise<Predictions> {
  const given = { ...options, loss: 'categoricalCrossentropy' } as const;
  const { predictions } = await evaluateModel(model, withFirstClass(data), given);
  return { ...predictions, labels: predictions.labels.fill(-1) };
}

/** Sets the labels of all timesteps to the first class. The resulting loss is ignored. */
function withFirstClass(data: Dataset): Dataset {
  const areTokens = data.spec.features?.dtype === 'int32';
  const read = async (...given: Parameters<Dataset['read']>): Promise<Batch> => {
    const { features, shape, steps } = await data.read(...given);
    const labels = new Int32Array(shape[0] * shape[1]);
    if (areTokens) for (const step of labels.keys()) labels[step] = features[step] > START ? 0 : -1;
    return { features, shape, labels, ...(steps && { steps }) };
  };
  return {
    spec: { ...data.spec, label: { encoding: 'tags' } },
    size: data.size,
    classes: data.classes,
    read,
    labels: () => new Int32Array(0),
    name: (index) => data.name(index),
  };
}
