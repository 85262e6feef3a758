import { batchSizes } from '@expgraph/data/dataset';
import type { Batch, Dataset } from '@expgraph/sdk';
import { DTYPE } from '../graph/graph-def.js';
import { NetworkFunction } from '../graph/network-function.js';
import { NotCapturable } from '../graph/not-capturable.js';
import { isNative } from '../kernels/native-operation.js';
import type { tf } from '../tfjs.js';
import { evaluateEagerly } from './eager-engine.js';
import { EagerStates } from './eager-states.js';
import { labelShape, labelsOf, labelType } from './loss-inputs.js';
import type { LossOptions } from './losses.js';
import { exampleShape } from './start-engine.js';
import { scoreTensors } from './step-tensors.js';
import type { BatchScores } from './training-engine.js';

export interface Scoring {
  evaluate(batch: Batch): Promise<BatchScores>;
  dispose(): void;
}

/** With fewer batches, optimizing a graph takes longer than it saves. */
const MIN_GRAPH_BATCHES = 4;

/**
 * Chooses how to evaluate a network: as a graph with constant weights if that pays off, otherwise eagerly. Stateful
 * layers start with zeros and keep their states from batch to batch.
 */
export async function startScoring(
  network: tf.LayersModel,
  data: Dataset,
  options: LossOptions & { readonly batchSize: number; readonly independent?: boolean },
): Promise<Scoring> {
  if (options.independent && network.stateful) return eachFromZeros(network, options);
  const states = new EagerStates();
  const eager = {
    evaluate: (batch: Batch) => evaluateEagerly(network, batch, options, states),
    dispose: () => states.dispose(),
  };
  if (!isNative() || data.size < MIN_GRAPH_BATCHES * options.batchSize) return eager;
  const example = await exampleShape(network, data);
  try {
    const [full, ...rest] = batchSizes(data.size, options.batchSize);
    const scoring = captured(network, [full, ...example], options);
    // A smaller last batch occurs once, so it does not pay to record a graph for it.
    if (rest.length === 0) return scoring;
    return {
      evaluate: (batch) => (batch.shape[0] === full ? scoring : eager).evaluate(batch),
      dispose: () => scoring.dispose(),
    };
  } catch (error) {
    if (error instanceof NotCapturable) return eager;
    throw error;
  }
}

function eachFromZeros(network: tf.LayersModel, options: LossOptions): Scoring {
  return {
    async evaluate(batch) {
      const states = new EagerStates();
      const scores = await evaluateEagerly(network, batch, options, states);
      states.dispose();
      return scores;
    },
    dispose() {},
  };
}

function captured(network: tf.LayersModel, shape: readonly number[], options: LossOptions): Scoring {
  const labels = { shape: labelShape(shape, network, options), dtype: labelType(options) };
  const scores = new NetworkFunction(network, [{ shape, dtype: 'float32' }, labels], ([features, expected]) => {
    const result = scoreTensors(network, features, expected, options);
    return [result.loss, result.scores];
  });
  return {
    async evaluate(batch) {
      const [[loss], values] = await scores.run([
        { dtype: DTYPE.float32, shape: batch.shape, values: batch.features },
        { dtype: DTYPE[labels.dtype], shape: labels.shape, values: labelsOf(batch, options) },
      ]);
      return { loss, scores: values };
    },
    dispose: () => scores.dispose(),
  };
}
