import { setImmediate } from 'node:timers/promises';
import type { Batch, OptimizerState } from '@expgraph/sdk';
import type { Optimizer } from '../components/optimizers/optimizer.js';
import { namedWeights } from '../model/clone-model.js';
import { tf } from '../tfjs.js';
import { EagerStates } from './eager-states.js';
import { targetsOf } from './loss-inputs.js';
import { type LossOptions, lossOf } from './losses.js';
import { OptimizerSlots } from './optimizer-slots.js';
import { scoreTensors, stepTensors } from './step-tensors.js';
import type { BatchScores, StepResult, TrainingEngine } from './training-engine.js';
import type { UpdateCounts } from './update-counts.js';

/** Runs training steps eagerly, one operation at a time. Works with any model and backend. */
export class EagerEngine implements TrainingEngine {
  private readonly variables: ReadonlyMap<string, tf.Variable>;
  private readonly slots: OptimizerSlots;
  private readonly training = new EagerStates();
  private readonly evaluation = new EagerStates();

  constructor(
    private readonly network: tf.LayersModel,
    private readonly optimizer: Optimizer,
    start: OptimizerState | undefined,
    private readonly counts: UpdateCounts,
    private readonly options: LossOptions,
  ) {
    const trainable = [...namedWeights(network)].filter(([, { trainable }]) => trainable);
    this.variables = new Map(trainable.map(([name, { weight }]) => [name, weight.read() as tf.Variable]));
    this.slots = new OptimizerSlots(optimizer, start);
  }

  async step(batch: Batch, seed: number, learningRate: number): Promise<StepResult> {
    const [loss, correct] = tf.tidy(() => {
      const features = tf.tensor(batch.features, [...batch.shape], 'float32');
      const targets = targetsOf(batch, this.network, this.options);
      const variables = [...this.variables.values()];
      const compute = () => stepTensors(this.network, variables, { features, targets, seed }, this.options);
      const step = this.training.carry(compute);
      for (const [index, name] of [...this.variables.keys()].entries()) {
        const scalars = this.counts.next(name, learningRate);
        this.slots.update(name, variables[index], step.gradients[index], scalars);
      }
      return [step.loss, step.correct];
    });
    const [[lossValue], [correctValue]] = await Promise.all([loss.data(), correct.data()]);
    tf.dispose([loss, correct]);
    await eventLoop();
    const classes = lossOf(this.options).targets !== 'number';
    return { loss: lossValue * batch.shape[0], correct: classes ? correctValue : undefined };
  }

  async evaluate(batch: Batch): Promise<BatchScores> {
    return evaluateEagerly(this.network, batch, this.options, this.evaluation);
  }

  writeNetwork(): void {}

  readNetwork(): void {}

  async optimizerState(): Promise<OptimizerState> {
    return { type: this.optimizer.type, variables: await this.slots.state(this.counts) };
  }

  states(): Promise<readonly Float32Array[]> {
    return this.training.values();
  }

  restoreStates(states: readonly Float32Array[]): void {
    this.training.restore(states);
  }

  beginEvaluation(): void {
    this.evaluation.restore([]);
  }

  dispose(): void {
    this.slots.dispose();
    this.training.dispose();
    this.evaluation.dispose();
  }
}

/** Lets the event loop process Ctrl-C and terminal output: nothing else in this loop awaits I/O. */
const eventLoop = () => setImmediate();

/** Evaluates a batch, continuing from the states of the previous one. */
export async function evaluateEagerly(
  network: tf.LayersModel,
  batch: Batch,
  options: LossOptions,
  states: EagerStates,
): Promise<BatchScores> {
  const { loss, scores } = tf.tidy(() => {
    const features = tf.tensor(batch.features, [...batch.shape], 'float32');
    const { labels } = targetsOf(batch, network, options);
    return states.carry(() => scoreTensors(network, features, labels, options));
  });
  const [[sum], values] = await Promise.all([loss.data(), scores.data()]);
  tf.dispose([loss, scores]);
  await eventLoop();
  return { loss: sum, scores: Float32Array.from(values) };
}
