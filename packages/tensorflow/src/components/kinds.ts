import type { Tensor } from '@tensorflow/tfjs';

/** A learning rate that depends on the step. */
export interface Schedule {
  /** The learning rate of a step; steps count from 0 over the whole training. */
  at(step: number): number;
}

/** An update rule: pure, its memory is handed in and out. */
export interface Optimizer {
  /** The component's type, for example `adam`. */
  readonly type: string;
  readonly learningRate: number | Schedule;
  /** What is remembered of each variable, each of the variable's shape and 0 at first. */
  readonly slots: readonly string[];
  /**
   * One update of one variable. `step` counts the updates of this variable from 1. The caller disposes of what is given and
   * keeps what is returned.
   */
  update(state: {
    readonly variable: Tensor;
    readonly gradient: Tensor;
    readonly slots: readonly Tensor[];
    readonly step: number;
    readonly learningRate: number;
  }): { readonly variable: Tensor; readonly slots: readonly Tensor[] };
}

/** What a callback wants done after an epoch. */
export type CallbackAction =
  | 'stop'
  | 'remember-weights'
  | 'restore-weights'
  | { readonly multiplyLearningRate: number };

/** Watches the epochs and decides; the Trainer acts. Its state goes into checkpoints as JSON. */
export interface Callback {
  /** Whether a loss that is no number is its business, and no error. */
  readonly expectsNan?: boolean;
  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>): readonly CallbackAction[];
  onTrainEnd?(): readonly CallbackAction[];
  state(): unknown;
  restore(state: unknown): void;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    optimizer: Optimizer;
    schedule: Schedule;
    callback: Callback;
  }
}
