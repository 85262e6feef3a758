import type { ArtifactStore, Dataset, Model, Progress, Random, Tracker } from '@expgraph/sdk';
import type { Callback } from '../components/callbacks/callback.js';
import { averaged } from '../components/optimizers/averaged.js';
import { cloneModel } from '../model/clone-model.js';
import { checkWholeBatches } from './check-whole-batches.js';
import { readCheckpoint, removeCheckpoint, type TrainingState, writeCheckpoint } from './checkpoint.js';
import { CheckpointClock } from './checkpoint-clock.js';
import { type AboveFrozen, type FrozenFeatureOptions, trainAboveFrozen } from './frozen-features/train-above-frozen.js';
import { isPerStep } from './loss-inputs.js';
import { lossOf } from './losses.js';
import { emptyDataset, noSaveModel } from './messages.js';
import { type EngineOptions, startEngine } from './start-engine.js';
import { phasesLeft, type TrainingPhase, trainingPhases, type Unfreezing } from './training-phases.js';
import { TrainingRun } from './training-run.js';
import { readWeights, writeWeights } from './weight-snapshot.js';

export interface TrainerOptions extends EngineOptions {
  readonly callbacks?: readonly Callback[];
  /** Layers to unfreeze during the training. */
  readonly unfreeze?: readonly Unfreezing[];
  readonly random: Random;
  readonly progress: Progress;
  readonly tracker: Tracker;
  /** Store for checkpoints after each epoch and within long ones, from which a training resumes. */
  readonly checkpoints?: ArtifactStore;
  /** Enables caching of the outputs of frozen lower layers. */
  readonly features?: FrozenFeatureOptions;
  /** Seconds between checkpoints within an epoch; default 60. */
  readonly checkpointSeconds?: number;
  /** Saves a model on behalf of a callback. Must not change or dispose of the model. */
  readonly saveModel?: (name: string, model: Model) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface TrainingResult {
  readonly model: Model;
  /** One value per epoch by metric: loss, accuracy, val_loss, val_accuracy, learning_rate. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly epochsRun: number;
  /** The zero-based epoch whose weights the model has, if not the last. */
  readonly bestEpoch?: number;
}

/**
 * The training loop. The same seed gives the same weights, even if the training is interrupted at any step and resumed.
 */
export class Trainer {
  constructor(private readonly options: TrainerOptions) {}

  /** Trains a copy of the model. */
  async fit(model: Model, train: Dataset, validation?: Dataset): Promise<TrainingResult> {
    if (train.size === 0) throw emptyDataset('train');
    if (validation?.size === 0) throw emptyDataset('validation');
    const { checkpoints, epochs, unfreeze, batchSize } = this.options;
    checkWholeBatches(model.network, 'train', train, batchSize);
    if (validation) checkWholeBatches(model.network, 'validation', validation, batchSize);
    let state = checkpoints && (await readCheckpoint(checkpoints));
    if (state) this.replay(state);
    for (const phase of phasesLeft(trainingPhases(epochs, unfreeze), state)) {
      const done = await this.train(model, { train, validation }, phase, state);
      if ('result' in done) {
        if (checkpoints) await removeCheckpoint(checkpoints);
        return done.result;
      }
      state = done.state;
    }
    throw new Error('The last phase did not end the training.');
  }

  /**
   * Trains a copy of the model through one phase. The next phase starts from the returned state as from a checkpoint,
   * so that interrupting between phases changes nothing.
   */
  private async train(
    model: Model,
    given: { readonly train: Dataset; readonly validation?: Dataset },
    phase: TrainingPhase,
    state: TrainingState | undefined,
  ): Promise<{ readonly result: TrainingResult } | { readonly state: TrainingState }> {
    const { features, signal } = this.options;
    const trained = cloneModel(model);
    for (const name of phase.unfrozen) trained.network.getLayer(name).trainable = true;
    let run: TrainingRun | undefined;
    let above: AboveFrozen | undefined;
    try {
      const data = { ...given, epochs: phase.end - phase.start };
      above = features && (await trainAboveFrozen(trained.network, data, features, this.options));
      const { network, train, validation } = above ?? { network: trained.network, ...given };
      // Saves the whole network, which shares its layers with the part above the frozen layers.
      const save = (name: string) => this.save(name, trained);
      run = await this.start({ ...trained, network }, { train, validation, save }, phase, state);
      const clock = new CheckpointClock(this.options.checkpointSeconds);
      const keep = () => clock.time(() => this.keep(run));
      for (let epoch = run.epochs; epoch < phase.end && !run.stopped; epoch += 1) {
        await run.epoch(epoch, () => (clock.due ? keep() : undefined));
        await keep();
      }
      if (!phase.last && !run.stopped) {
        const state = await run.state();
        trained.network.dispose();
        return { state };
      }
      await run.end();
      const { optimizer } = await run.state();
      const { history, epochs: epochsRun, restoredEpoch: bestEpoch } = run;
      return { result: { model: { ...trained, optimizerState: optimizer }, history, epochsRun, bestEpoch } };
    } catch (error) {
      // Keeps the progress of an interrupted epoch.
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
    data: { train: Dataset; validation?: Dataset; save: (name: string) => Promise<void> },
    phase: TrainingPhase,
    state: TrainingState | undefined,
  ): Promise<TrainingRun> {
    const { callbacks = [] } = this.options;
    if (state) writeWeights(trained.network, state.weights);
    const momentum = callbacks.find((callback) => callback.averageMomentum !== undefined)?.averageMomentum;
    const optimizer = momentum === undefined ? this.options.optimizer : averaged(this.options.optimizer, momentum);
    const soft = lossOf(this.options).targets === 'class' && data.train.spec.label?.soft;
    const softClasses = soft ? data.train.classes.length : undefined;
    const perStep = isPerStep(data.train);
    const options = { ...this.options, optimizer, epochs: phase.end - phase.start, softClasses, perStep };
    const remembered = state?.optimizer ?? trained.optimizerState;
    const engine = await startEngine(trained.network, remembered, options, data.train, data.validation);
    const bestWeights = state?.bestWeights && (await withUnfrozen(state.bestWeights, trained));
    const run = new TrainingRun(trained, data, engine, this.options, state && { ...state, bestWeights });
    if (phase.start > 0 && run.atStartOf(phase.start)) for (const callback of callbacks) callback.onUnfreeze?.();
    return run;
  }

  /** Logs the epochs of an earlier run again, so that the record of this run is complete. */
  private replay({ history, epochs }: TrainingState): void {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const logs = Object.entries(history).map(([name, values]) => [name, values[epoch]]);
      this.options.tracker.logMetrics(Object.fromEntries(logs), epoch);
    }
  }

  /** Leaves out the optimizer state, because that of the given model is outdated. */
  private async save(name: string, { network, card }: Model): Promise<void> {
    const { saveModel } = this.options;
    if (!saveModel) throw noSaveModel(name);
    await saveModel(name, { network, card });
  }

  private async keep(run: TrainingRun | undefined): Promise<void> {
    const { checkpoints } = this.options;
    if (checkpoints && run) await writeCheckpoint(checkpoints, await run.state());
  }
}

/**
 * Adds the weights that were frozen in an earlier phase to its best weights, so that restoring that epoch also restores
 * them.
 */
async function withUnfrozen(best: ReadonlyMap<string, Float32Array>, { network }: Model) {
  return new Map([...(await readWeights(network)), ...best]);
}
