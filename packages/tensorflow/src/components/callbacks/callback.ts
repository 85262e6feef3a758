/** Action that a callback requests from the Trainer after an epoch. */
export type CallbackAction =
  | 'stop'
  | 'remember-weights'
  | 'restore-weights'
  | 'take-averages'
  /** Save the current model as files of the run, replacing those of the same name. */
  | { readonly saveModel: string }
  | { readonly multiplyLearningRate: number };

/** Watches the epochs and requests actions, which the Trainer executes. Its state is saved in checkpoints as JSON. */
export interface Callback {
  /** The metric to monitor. A training that does not compute it fails before it starts. */
  readonly monitor?: string;
  /** Whether the callback handles a loss of NaN; without such a callback, NaN fails the training. */
  readonly expectsNan?: boolean;
  /** Momentum of the moving average of the weights that `take-averages` needs. */
  readonly averageMomentum?: number;
  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>): readonly CallbackAction[];
  /** Called when layers are unfrozen: earlier metrics are then less predictive of later ones. */
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
