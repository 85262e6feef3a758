/** What a callback asks the Trainer to do after an epoch. */
export type CallbackAction =
  | 'stop'
  | 'remember-weights'
  | 'restore-weights'
  | 'take-averages'
  /** Save the current model as files of the run, replacing those of the same name. */
  | { readonly saveModel: string }
  | { readonly multiplyLearningRate: number };

/** Watches the epochs and decides; the Trainer acts. Its state is saved in checkpoints as JSON. */
export interface Callback {
  /** The metric to watch. A training that does not measure it is refused before it starts. */
  readonly monitor?: string;
  /** Whether the callback handles a loss of NaN; without such a callback, NaN fails the training. */
  readonly expectsNan?: boolean;
  /** Momentum of the moving average of the weights that `take-averages` needs. */
  readonly averageMomentum?: number;
  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>): readonly CallbackAction[];
  /** Called when layers are unfrozen: metrics from before predict less about those that follow. */
  onUnfreeze?(): void;
  onTrainEnd?(): readonly CallbackAction[];
  state(): unknown;
  restore(state: unknown): void;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    callback: Callback;
  }
}
