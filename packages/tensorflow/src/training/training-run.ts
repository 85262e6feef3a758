import { forEachBatch } from '@expgraph/data/dataset';
import type { Dataset, Model } from '@expgraph/sdk';
import type { Callback, CallbackAction } from '../components/callbacks/callback.js';
import { AVERAGE } from '../components/optimizers/averaged.js';
import type { EpochProgress, TrainingState } from './checkpoint.js';
import { evaluateWith } from './evaluate-model.js';
import { exampleUnit } from './example-unit.js';
import { lastActivation } from './forward.js';
import { countLabeled, isPerStep } from './loss-inputs.js';
import { lossOf } from './losses.js';
import { lossDiverged } from './messages.js';
import type { TrainerOptions } from './trainer.js';
import type { TrainingEngine } from './training-engine.js';
import { readWeights, writeWeights } from './weight-snapshot.js';

/** Minimum fraction of input-bound time to report. */
const MIN_REPORTED_FRACTION = 0.1;

const AT_START: EpochProgress = { steps: 0, seen: 0, loss: 0, counted: 0, correct: 0 };

/** A running training: the state saved in checkpoints, and the operations on it. */
export class TrainingRun {
  epochs: number;
  stopped: boolean;
  restoredEpoch?: number;
  readonly history: Record<string, number[]>;
  private progress: EpochProgress;
  private steps: number;
  private learningRateFactor: number;
  private bestWeights?: ReadonlyMap<string, Float32Array>;
  private bestEpoch?: number;
  /** Milliseconds spent waiting for batches, and in total. */
  private waited = 0;
  private passed = 0;
  private readonly callbacks: readonly Callback[];
  /** Whether each timestep has a label. */
  private readonly perStep: boolean;

  constructor(
    private readonly model: Model,
    private readonly data: {
      readonly train: Dataset;
      readonly validation?: Dataset;
      /** Saves the model under a name, after its weights are copied to its network. */
      save(name: string): Promise<void>;
    },
    private readonly engine: TrainingEngine,
    private readonly options: TrainerOptions,
    saved: TrainingState | undefined,
  ) {
    this.epochs = saved?.epochs ?? 0;
    this.progress = saved?.progress ?? AT_START;
    this.stopped = saved?.stopped ?? false;
    this.steps = saved?.steps ?? 0;
    this.learningRateFactor = saved?.learningRateFactor ?? 1;
    this.history = structuredClone(saved?.history ?? {});
    this.bestWeights = saved?.bestWeights;
    this.bestEpoch = saved?.bestEpoch;
    this.callbacks = options.callbacks ?? [];
    this.perStep = isPerStep(data.train);
    for (const [index, callback] of this.callbacks.entries()) if (saved) callback.restore(saved.callbacks[index]);
    if (saved) engine.restoreStates(saved.states);
  }

  /** Returns whether the first step of the epoch is next. */
  atStartOf(epoch: number): boolean {
    return this.epochs === epoch && this.progress.steps === 0;
  }

  /** Runs an epoch, or the rest of it. `afterStep` may save the state. */
  async epoch(epoch: number, afterStep: () => Promise<void> | undefined): Promise<void> {
    const { train, validation } = this.data;
    const logs = {
      ...(await this.pass(epoch, train, afterStep)),
      ...(validation && (await this.validate(validation))),
    };
    const rates = { learning_rate: this.learningRate() };
    for (const [name, value] of Object.entries({ ...logs, ...rates })) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
    this.options.tracker.logMetrics({ ...logs, ...rates }, epoch);
    this.epochs = epoch + 1;
    this.progress = AT_START;
    for (const callback of this.callbacks) await this.act(callback.onEpochEnd(epoch, logs), epoch);
  }

  /** Notifies the callbacks of the end, and copies the weights to the network. */
  async end(): Promise<void> {
    for (const callback of this.callbacks) await this.act(callback.onTrainEnd?.() ?? [], this.epochs - 1);
    const fraction = this.waited / this.passed;
    if (fraction >= MIN_REPORTED_FRACTION)
      this.options.notice?.(`Input-bound for ${Math.round(fraction * 100)} % of the time.`);
    this.engine.writeNetwork();
  }

  async state(): Promise<TrainingState> {
    this.engine.writeNetwork();
    return {
      epochs: this.epochs,
      progress: this.progress,
      stopped: this.stopped,
      steps: this.steps,
      learningRateFactor: this.learningRateFactor,
      history: this.history,
      callbacks: this.callbacks.map((callback) => callback.state()),
      bestEpoch: this.bestEpoch,
      bestWeights: this.bestWeights,
      weights: await readWeights(this.model.network),
      optimizer: await this.engine.optimizerState(),
      states: await this.engine.states(),
    };
  }

  dispose(): void {
    this.engine.dispose();
  }

  private learningRate(): number {
    const { learningRate } = this.options.optimizer;
    return this.learningRateFactor * (typeof learningRate === 'number' ? learningRate : learningRate.at(this.steps));
  }

  private async pass(
    epoch: number,
    train: Dataset,
    afterStep: () => Promise<void> | undefined,
  ): Promise<Record<string, number>> {
    const { batchSize, epochs, random, progress, signal } = this.options;
    const task = progress.start({
      label: `epoch ${epoch + 1}/${epochs}`,
      total: train.size,
      unit: exampleUnit(train.spec),
    });
    task.advance(this.progress.seen);
    // Stateful networks start each epoch with zeros and keep their states from batch to batch.
    const stateful = this.model.network.stateful;
    if (this.progress.steps === 0) this.engine.restoreStates([]);
    const order = stateful ? undefined : random.stream('shuffle', epoch).permutation(train.size);
    const began = performance.now();
    const onWaited = (milliseconds: number) => {
      this.waited += milliseconds;
    };
    const before = { waited: this.waited, passed: this.passed };
    const reading = { batchSize, order, skip: this.progress.steps, epoch, onWaited, signal };
    await forEachBatch(train, reading, async (batch) => {
      const rate = this.learningRate();
      const result = await this.engine.step(batch, random.stream('step', this.steps).seed(), rate);
      this.steps += 1;
      const { steps, seen, loss, counted, correct } = this.progress;
      this.progress = {
        steps: steps + 1,
        seen: seen + batch.shape[0],
        loss: loss + result.loss,
        counted: counted + (this.perStep ? countLabeled(batch.labels) : batch.shape[0]),
        correct: correct + (result.correct ?? 0),
      };
      if (!Number.isFinite(this.progress.loss) && !this.callbacks.some((callback) => callback.expectsNan))
        throw lossDiverged(epoch, this.steps, rate);
      this.passed = before.passed + performance.now() - began;
      task.show(this.means(), (this.waited - before.waited) / (this.passed - before.passed));
      task.advance(batch.shape[0]);
      await afterStep();
    });
    task.end();
    return this.means();
  }

  private means(): Record<string, number> {
    const { seen, loss, counted, correct } = this.progress;
    return lossOf(this.options).targets === 'number'
      ? { loss: loss / seen }
      : { loss: loss / seen, accuracy: correct / counted };
  }

  private async validate(validation: Dataset): Promise<Record<string, number>> {
    const { batchSize, signal } = this.options;
    const loss = lossOf(this.options);
    const logits = lastActivation(this.model.network, loss) === undefined;
    this.engine.beginEvaluation();
    const measure = (batch: Awaited<ReturnType<Dataset['read']>>) => this.engine.evaluate(batch);
    const how = { batchSize, loss, logits, perStep: this.perStep, signal };
    const { metrics } = await evaluateWith(measure, validation, how);
    return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`val_${name}`, value]));
  }

  private async act(actions: readonly CallbackAction[], epoch: number): Promise<void> {
    for (const action of actions) {
      if (action === 'stop') this.stopped = true;
      else if (action === 'remember-weights') {
        this.engine.writeNetwork();
        this.bestWeights = await readWeights(this.model.network);
        this.bestEpoch = epoch;
      } else if (action === 'restore-weights') {
        if (this.bestWeights) writeWeights(this.model.network, this.bestWeights);
        this.engine.readNetwork();
        this.restoredEpoch = this.bestEpoch;
      } else if (action === 'take-averages') await this.takeAverages();
      else if ('saveModel' in action) {
        this.engine.writeNetwork();
        await this.data.save(action.saveModel);
      } else this.learningRateFactor *= action.multiplyLearningRate;
    }
  }

  private async takeAverages(): Promise<void> {
    this.engine.writeNetwork();
    const { variables } = await this.engine.optimizerState();
    const averages = Object.entries(variables).map(([name, { slots }]) => [name, slots[AVERAGE]] as const);
    writeWeights(this.model.network, new Map(averages.filter(([, values]) => values !== undefined)));
    this.engine.readNetwork();
  }
}
