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

/** `auto` records steps as graphs where that is possible and pays; `eager` never does. */
export type Execution = 'auto' | 'eager';

export interface EngineOptions extends LossOptions {
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batchSize: number;
  readonly execution?: Execution;
  /** What the learning rate of a variable is multiplied by. */
  readonly learningRateScale?: (variable: string) => number;
  readonly notice?: (line: string) => void;
}

/** Recording a step and optimizing the graph cost as much as four to ten steps, eager ones two or three: with fewer it does not pay. */
const WORTHWHILE_STEPS = 16;

/**
 * Chooses how the steps of a training are computed. The choice depends on the training as a whole, not on where it is taken up
 * again: the two ways round differently.
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
  if (options.execution !== 'eager' && isNative() && steps >= WORTHWHILE_STEPS) {
    try {
      const example = await exampleShape(network, train);
      const shapes = (size: number) => batchSizes(size, batchSize).map((batch) => [batch, ...example]);
      const all = { step: shapes(train.size), evaluate: validation ? shapes(validation.size) : [] };
      return new CapturedEngine(network, optimizer, start, counts(), options, all);
    } catch (error) {
      if (!(error instanceof NotCapturable)) throw error;
      options.notice?.(`The training runs operation by operation, which is slower: ${error.message}.`);
    }
  }
  return new EagerEngine(network, optimizer, start, counts(), options);
}

/** The shape of one example: what the network takes, or, where it takes any size, what the data have. */
export async function exampleShape(network: tf.LayersModel, data: Dataset): Promise<number[]> {
  const shape = network.inputs[0].shape.slice(1);
  if (shape.every((size) => size !== null)) return shape as number[];
  return (await data.read([0])).shape.slice(1);
}
