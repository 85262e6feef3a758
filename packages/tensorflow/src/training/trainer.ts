import type { ArtifactStore, Dataset, Model, Progress, Random, Tracker } from '@expgraph/sdk';
import type { Callback, CallbackAction, Optimizer } from '../components/kinds.js';
import { cloneModel } from '../model/clone-model.js';
import { batches } from './batches.js';
import { readCheckpoint, removeCheckpoint, type TrainingState, writeCheckpoint } from './checkpoint.js';
import { evaluateModel } from './evaluate-model.js';
import type { LossOptions } from './losses.js';
import { emptyDataset, lossDiverged } from './messages.js';
import { OptimizerSlots } from './optimizer-slots.js';
import { TrainStep } from './train-step.js';
import { readWeights, writeWeights } from './weight-snapshot.js';

export interface TrainerOptions extends LossOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly callbacks?: readonly Callback[];
  readonly random: Random;
  readonly progress: Progress;
  readonly tracker: Tracker;
  /** Where the state is kept after each epoch, and taken up from. */
  readonly checkpoints?: ArtifactStore;
  readonly signal: AbortSignal;
}

export interface TrainingResult {
  readonly model: Model;
  /** By metric, a value an epoch: loss, accuracy, val_loss, val_accuracy, learning_rate. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly epochsRun: number;
  /** The zero-based epoch whose weights the model has, when they are not the last. */
  readonly bestEpoch?: number;
}

/** The training loop: the same seed gives the same weights, also when it is stopped after any epoch and taken up again. */
export class Trainer {
  constructor(private readonly options: TrainerOptions) {}

  /** Trains a copy of the model. */
  async fit(model: Model, train: Dataset, validation?: Dataset): Promise<TrainingResult> {
    if (train.size === 0) throw emptyDataset('train');
    if (validation?.size === 0) throw emptyDataset('validation');
    const { checkpoints, epochs } = this.options;
    const trained = cloneModel(model);
    const saved = checkpoints && (await readCheckpoint(checkpoints));
    const run = new TrainingRun(trained, this.options, saved, model);
    try {
      for (let epoch = run.epochs; epoch < epochs && !run.stopped; epoch += 1) {
        await run.epoch(epoch, train, validation);
        if (checkpoints) await writeCheckpoint(checkpoints, await run.state());
      }
      await run.end();
      const { optimizer } = await run.state();
      if (checkpoints) await removeCheckpoint(checkpoints);
      const result = { ...trained, optimizerState: optimizer };
      return { model: result, history: run.history, epochsRun: run.epochs, bestEpoch: run.restoredEpoch };
    } catch (error) {
      trained.network.dispose();
      throw error;
    } finally {
      run.dispose();
    }
  }
}

/** One training under way: what a checkpoint holds, and what is done with it. */
class TrainingRun {
  epochs: number;
  stopped: boolean;
  restoredEpoch?: number;
  readonly history: Record<string, number[]>;
  private steps: number;
  private learningRateFactor: number;
  private bestWeights?: ReadonlyMap<string, Float32Array>;
  private bestEpoch?: number;
  private readonly slots: OptimizerSlots;
  private readonly step: TrainStep;
  private readonly callbacks: readonly Callback[];

  constructor(
    private readonly model: Model,
    private readonly options: TrainerOptions,
    saved: TrainingState | undefined,
    start: Model,
  ) {
    this.epochs = saved?.epochs ?? 0;
    this.stopped = saved?.stopped ?? false;
    this.steps = saved?.steps ?? 0;
    this.learningRateFactor = saved?.learningRateFactor ?? 1;
    this.history = structuredClone(saved?.history ?? {});
    this.bestWeights = saved?.bestWeights;
    this.bestEpoch = saved?.bestEpoch;
    this.callbacks = options.callbacks ?? [];
    if (saved) {
      writeWeights(model.network, saved.weights);
      for (const [index, callback] of this.callbacks.entries()) callback.restore(saved.callbacks[index]);
      this.replay();
    }
    this.slots = new OptimizerSlots(options.optimizer, saved?.optimizer ?? start.optimizerState);
    this.step = new TrainStep(model.network, this.slots, options);
  }

  async epoch(epoch: number, train: Dataset, validation?: Dataset): Promise<void> {
    const logs = { ...(await this.pass(epoch, train)), ...(validation && (await this.validate(validation))) };
    const rates = { learning_rate: this.learningRate() };
    for (const [name, value] of Object.entries({ ...logs, ...rates })) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
    this.options.tracker.logMetrics({ ...logs, ...rates }, epoch);
    this.epochs = epoch + 1;
    for (const callback of this.callbacks) await this.act(callback.onEpochEnd(epoch, logs), epoch);
  }

  async end(): Promise<void> {
    for (const callback of this.callbacks) await this.act(callback.onTrainEnd?.() ?? [], this.epochs - 1);
  }

  async state(): Promise<TrainingState> {
    return {
      epochs: this.epochs,
      stopped: this.stopped,
      steps: this.steps,
      learningRateFactor: this.learningRateFactor,
      history: this.history,
      callbacks: this.callbacks.map((callback) => callback.state()),
      bestEpoch: this.bestEpoch,
      bestWeights: this.bestWeights,
      weights: await readWeights(this.model.network),
      optimizer: await this.slots.state(),
    };
  }

  dispose(): void {
    this.slots.dispose();
  }

  private learningRate(): number {
    const { learningRate } = this.options.optimizer;
    return this.learningRateFactor * (typeof learningRate === 'number' ? learningRate : learningRate.at(this.steps));
  }

  private async pass(epoch: number, train: Dataset): Promise<Record<string, number>> {
    const { batchSize, epochs, random, progress, signal } = this.options;
    const task = progress.start({ label: `epoch ${epoch + 1}/${epochs}`, total: train.size, unit: 'images' });
    const order = random.stream('shuffle', epoch).permutation(train.size);
    let [seen, loss, correct] = [0, 0, 0];
    for await (const batch of batches(train, { batchSize, order, epoch, signal })) {
      const rate = this.learningRate();
      const result = await this.step.run(batch, random.stream('step', this.steps).seed(), rate);
      this.steps += 1;
      seen += batch.labels.length;
      loss += result.loss;
      if (!Number.isFinite(loss) && !this.callbacks.some((callback) => callback.expectsNan))
        throw lossDiverged(epoch, this.steps, rate);
      correct = result.correct === undefined ? Number.NaN : correct + result.correct;
      task.show(withAccuracy(loss / seen, correct / seen));
      task.advance(batch.labels.length);
      // Ctrl-C and the terminal get their turn: tensors keep the loop busy.
      await new Promise((resolve) => setImmediate(resolve));
    }
    task.end();
    return withAccuracy(loss / seen, correct / seen);
  }

  private async validate(validation: Dataset): Promise<Record<string, number>> {
    const { batchSize, loss, signal } = this.options;
    const { metrics } = await evaluateModel(this.model, validation, { batchSize, loss, signal });
    return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`val_${name}`, value]));
  }

  private async act(actions: readonly CallbackAction[], epoch: number): Promise<void> {
    for (const action of actions) {
      if (action === 'stop') this.stopped = true;
      else if (action === 'remember-weights') {
        this.bestWeights = await readWeights(this.model.network);
        this.bestEpoch = epoch;
      } else if (action === 'restore-weights') {
        if (this.bestWeights) writeWeights(this.model.network, this.bestWeights);
        this.restoredEpoch = this.bestEpoch;
      } else this.learningRateFactor *= action.multiplyLearningRate;
    }
  }

  /** Logs the epochs that an earlier run has done: this run's record is whole. */
  private replay(): void {
    for (let epoch = 0; epoch < this.epochs; epoch += 1) {
      const logs = Object.entries(this.history).map(([name, values]) => [name, values[epoch]]);
      this.options.tracker.logMetrics(Object.fromEntries(logs), epoch);
    }
  }
}

const withAccuracy = (loss: number, accuracy: number): Record<string, number> =>
  Number.isNaN(accuracy) ? { loss } : { loss, accuracy };
