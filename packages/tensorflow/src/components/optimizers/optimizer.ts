import type { Tensor } from '@tensorflow/tfjs';
import type { Schedule } from '../schedules/schedule.js';

/** An update rule without internal state: slots are arguments and results. */
export interface Optimizer {
  /** The component's type, for example `adam`. */
  readonly type: string;
  readonly learningRate: number | Schedule;
  /** Names of the tensors kept for each variable; each has the variable's shape and starts at 0. */
  readonly slots: readonly string[];
  /** The slots that start as a copy of the variable instead. */
  readonly slotsLikeVariable?: readonly string[];
  /**
   * Returns the numbers of an update that change from step to step, for example the learning rate with Adam's bias correction. They
   * are computed here in double precision and passed to the update as scalars. `step` counts the updates of a variable from 1.
   */
  scalars(step: number, learningRate: number): readonly number[];
  /**
   * Updates one variable once. The call is recorded as a graph, so it must not read values of tensors. The caller disposes the
   * arguments and keeps the results.
   */
  update(state: {
    readonly variable: Tensor;
    readonly gradient: Tensor;
    readonly slots: readonly Tensor[];
    readonly scalars: readonly Tensor[];
  }): { readonly variable: Tensor; readonly slots: readonly Tensor[] };
  /** Updates a variable with operations that change it in place, where TensorFlow has them; several times as fast. */
  updateInPlace?(update: InPlaceUpdate): void;
}

/** An update under construction as nodes of a graph; strings are names of nodes. */
export interface InPlaceUpdate {
  /** The variable, for operations that change it. */
  readonly variable: string;
  /** The variable's value before the update. */
  readonly value: string;
  readonly gradient: string;
  readonly scalars: readonly string[];
  /** Returns a slot, for operations that change it. */
  slot(name: string): string;
  constant(value: number): string;
  /** Adds an operation of TensorFlow. The operations of one update run in the order they were added. `flags` are boolean attributes. */
  apply(operation: string, inputs: readonly string[], flags?: Readonly<Record<string, boolean>>): void;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    optimizer: Optimizer;
  }
}
