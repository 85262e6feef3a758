import type { ArtifactStore, Dataset, Model, Progress, Random, Tracker } from '@expgraph/sdk';
import { averaged } from '../components/averaged.js';
import type { Callback } from '../components/kinds.js';
import { type AboveFrozen, type FrozenFeatureOptions, trainAboveFrozen } from '../features/train-above-frozen.js';
import { cloneModel } from '../model/clone-model.js';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint.js';
import { CheckpointClock } from './checkpoint-clock.js';
import { emptyDataset, nowhereToSave } from './messages.js';
import { type EngineOptions, startEngine } from './start-engine.js';
import { TrainingRun } from './training-run.js';
import { writeWeights } from './weight-snapshot.js';

export interface TrainerOptions extends EngineOptions {
  readonly callbacks?: readonly Callback[];
  readonly random: Random;
  readonly progress: Progress;
  readonly tracker: Tracker;
  /** Where the state is kept after each epoch, and within long ones, and taken up from. */
  readonly checkpoints?: ArtifactStore;
  /** Lets the outputs of a frozen lower part be computed once and kept. */
  readonly features?: FrozenFeatureOptions;
  /** Seconds between checkpoints within an epoch; default 60. */
  readonly checkpointSeconds?: number;
  /** Keeps a model as files, for callbacks that ask for it. It must not change or dispose of the model. */
  readonly saveModel?: (name: string, model: Model) => Promise<void>;
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

/** The training loop: the same seed gives the same weights, also when it is stopped at any step and taken up again. */
export class Trainer {
  constructor(private readonly options: TrainerOptions) {}

  /** Trains a copy of the model. */
  async fit(model: Model, train: Dataset, validation?: Dataset): Promise<TrainingResult> {
    if (train.size === 0) throw emptyDataset('train');
    if (validation?.size === 0) throw emptyDataset('validation');
    const { checkpoints, epochs, features, signal } = this.options;
    const trained = cloneModel(model);
    let run: TrainingRun | undefined;
    let above: AboveFrozen | undefined;
    try {
      const data = { train, validation, epochs };
      above = features && (await trainAboveFrozen(trained.network, data, features, this.options));
      const whole = { network: trained.network, ...data };
      // The whole network: it shares its layers with the part above what is frozen.
      const save = (name: string) => this.save(name, trained);
      run = await this.start({ ...trained, network: (above ?? whole).network }, model, { ...(above ?? whole), save });
      const clock = new CheckpointClock(this.options.checkpointSeconds);
      const keep = () => clock.time(() => this.keep(run));
      for (let epoch = run.epochs; epoch < epochs && !run.stopped; epoch += 1) {
        await run.epoch(epoch, () => (clock.due ? keep() : undefined));
        await keep();
      }
      await run.end();
      const { optimizer } = await run.state();
      if (checkpoints) await removeCheckpoint(checkpoints);
      const result = { ...trained, optimizerState: optimizer };
      return { model: result, history: run.history, epochsRun: run.epochs, bestEpoch: run.restoredEpoch };
    } catch (error) {
      // What an interrupted epoch has done is not lost.
      if (signal.aborted) await this.keep(run);
      trained.network.dispose();
      throw error;
    } finally {
      run?.dispose();
      await above?.close();
    }
  }

  private async start(
    trained: Model,
    start: Model,
    { train, validation, save }: { train: Dataset; validation?: Dataset; save: (name: string) => Promise<void> },
  ): Promise<TrainingRun> {
    const { checkpoints, callbacks } = this.options;
    const saved = checkpoints && (await readCheckpoint(checkpoints));
    if (saved) writeWeights(trained.network, saved.weights);
    const state = saved?.optimizer ?? start.optimizerState;
    const momentum = callbacks?.find((callback) => callback.averageMomentum !== undefined)?.averageMomentum;
    const optimizer = momentum === undefined ? this.options.optimizer : averaged(this.options.optimizer, momentum);
    const options = { ...this.options, optimizer };
    const engine = await startEngine(trained.network, state, options, train, validation);
    return new TrainingRun(trained, { train, validation, save }, engine, this.options, saved);
  }

  /** What the optimizer remembers is left out: the model that was given knows only what it was before. */
  private async save(name: string, { network, card }: Model): Promise<void> {
    const { saveModel } = this.options;
    if (!saveModel) throw nowhereToSave(name);
    await saveModel(name, { network, card });
  }

  private async keep(run: TrainingRun | undefined): Promise<void> {
    const { checkpoints } = this.options;
    if (checkpoints && run) await writeCheckpoint(checkpoints, await run.state());
  }
}
