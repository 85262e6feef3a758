import type { Dimension, Random, TensorSpec } from '@expgraph/sdk';
import type { layers, Tensor } from '@tensorflow/tfjs';

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
  /** Those slots that are like the variable at first, not 0. */
  readonly slotsLikeVariable?: readonly string[];
  /**
   * The numbers of an update that change from step to step, for example the learning rate with Adam's correction: they are
   * computed here, in double precision, and handed to the update as scalars. `step` counts the updates of a variable from 1.
   */
  scalars(step: number, learningRate: number): readonly number[];
  /**
   * One update of one variable. It is run once and recorded, so it must not look at values of tensors. The caller disposes of
   * what is given and keeps what is returned.
   */
  update(state: {
    readonly variable: Tensor;
    readonly gradient: Tensor;
    readonly slots: readonly Tensor[];
    readonly scalars: readonly Tensor[];
  }): { readonly variable: Tensor; readonly slots: readonly Tensor[] };
  /** The same update as operations that change variables in place, where TensorFlow has some: several times as fast. */
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
  /** A slot, for operations that change it. */
  slot(name: string): string;
  constant(value: number): string;
  /** Adds an operation of TensorFlow; those of one update are done in this order. `flags` are boolean attributes. */
  apply(operation: string, inputs: readonly string[], flags?: Readonly<Record<string, boolean>>): void;
}

/** What a callback wants done after an epoch. */
export type CallbackAction =
  | 'stop'
  | 'remember-weights'
  | 'restore-weights'
  | 'take-averages'
  /** Keeps the model as it is now as files of the run, in place of those of this name. */
  | { readonly saveModel: string }
  | { readonly multiplyLearningRate: number };

/** Watches the epochs and decides; the Trainer acts. Its state goes into checkpoints as JSON. */
export interface Callback {
  /** The metric that it watches: a training that does not measure it is refused before it begins. */
  readonly monitor?: string;
  /** Whether a loss that is no number is its business, and no error. */
  readonly expectsNan?: boolean;
  /** The momentum of the moving averages of the weights that it wants kept, for `take-averages`. */
  readonly averageMomentum?: number;
  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>): readonly CallbackAction[];
  /** Layers begin to train: what a metric did before says less about what it will do. */
  onUnfreeze?(): void;
  onTrainEnd?(): readonly CallbackAction[];
  state(): unknown;
  restore(state: unknown): void;
}

/** A layer of a sequential model: what it does to shapes, known before anything runs, and how it is made. */
export interface SequentialLayer {
  /** Keras' class name. */
  readonly kind: string;
  /** Left out, the layer is named by its type and counted, as Keras does. */
  readonly name?: string;
  /** It takes any one of these, with names for sizes that may be any; left out, numbers of any shape. */
  readonly takes?: readonly TensorSpec[];
  /** The shape of what comes out for what goes in. */
  gives(takes: readonly Dimension[]): readonly Dimension[];
  /** Makes the layer, with weights drawn from `random`, for what it is put on. */
  make(name: string, random: Random, takes: TensorSpec): Promise<layers.Layer>;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    layer: SequentialLayer;
    optimizer: Optimizer;
    schedule: Schedule;
    callback: Callback;
  }
}
