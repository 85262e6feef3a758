import { batchSizes } from '@expgraph/data/dataset';
import type { Dataset, OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/optimizers/optimizer.js';
import { NotCapturable } from '../graph/not-capturable.js';
import { isNative } from '../kernels/native-operation.js';
import { namedWeights } from '../model/clone-model.js';
import type { tf } from '../tfjs.js';
import { CapturedEngine } from './captured-engine.js';
import { EagerEngine } from './eager-engine.js';
import type { LossOptions } from './losses.js';
import type { TrainingEngine } from './training-engine.js';
import { UpdateCounts } from './update-counts.js';

/** `auto` records steps as graphs if that is possible and pays off; `eager` never does. */
export type Execution = 'auto' | 'eager';

export interface EngineOptions extends LossOptions {
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batchSize: number;
  readonly execution?: Execution;
  /** Returns the factor of the learning rate of a variable. */
  readonly learningRateScale?: (variable: string) => number;
  readonly notice?: (line: string) => void;
}

/**
 * Recording and optimizing a graph takes as long as four to ten steps, or two or three eager ones, so it does not pay
 * off for fewer steps.
 */
const MIN_GRAPH_STEPS = 16;

/**
 * Chooses the engine of a training. The choice depends on the whole training, not on where it resumes, because graph
 * and eager execution round differently.
 */
export async function startEngine(
  network: tf.LayersModel,
  start: OptimizerState | undefined,
  options: EngineOptions,
  train: Dataset,
  validation: Dataset | undefined,
): Promise<TrainingEngine> {
  const { optimizer, batchSize } = options;
  const trainable = [...namedWeights(network)].filter(([, weight]) => weight.trainable).map(([name]) => name);
  const counts = () => new UpdateCounts(optimizer, trainable, start, options.learningRateScale);
  const steps = options.epochs * Math.ceil(train.size / batchSize);
  if (options.execution !== 'eager' && isNative() && steps >= MIN_GRAPH_STEPS) {
    try {
      const example = await exampleShape(network, train);
      const shapes = (size: number) => batchSizes(size, batchSize).map((batch) => [batch, ...example]);
      const all = { step: shapes(train.size), evaluate: validation ? shapes(validation.size) : [] };
      return new CapturedEngine(network, optimizer, start, counts(), options, all);
    } catch (error) {
      if (!(error instanceof NotCapturable)) throw error;
      options.notice?.(`Running in eager mode, which is slower: ${error.message}.`);
    }
  }
  return new EagerEngine(network, optimizer, start, counts(), options);
}

/** Returns the shape of one example: the network's input shape, or that of the data if the network accepts any size. */
export async function exampleShape(network: tf.LayersModel, data: Dataset): Promise<number[]> {
  const shape = network.inputs[0].shape.slice(1);
  if (shape.every((size) => size !== null)) return shape as number[];
  return (await data.read([0])).shape.slice(1);
}
