import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DatasetSpec, LabelSpec, TensorSpec } from './spec.js';

/** One batch, in host memory. */
export interface Batch {
  /** `float32[batch, ...features]`, row-major. Tokens, whose spec says int32, are whole numbers here as well: exact up to 2^24. */
  readonly features: Float32Array;
  /** Shape of `features`, the batch first. */
  readonly shape: readonly number[];
  /**
   * `[batch]`: class indices, or numbers to regress; `[batch, classes]` of 0 and 1 where examples have any number of classes;
   * `int32[batch, time]` of tags: the class of each step, -1 of one that has none, such as padding.
   */
  readonly labels: Int32Array | Float32Array;
  /** `[batch]`: the texts, where the features are `string[batch]`; then there are no numbers in `features`. */
  readonly texts?: readonly string[];
  /**
   * `float32[batch, classes]`: the share of each class in an example, where the spec's labels are soft. `labels` are then the
   * classes of the largest shares.
   */
  readonly targets?: Float32Array;
  /** `[batch]`: how much each example counts in the loss; 1 each where there are none. */
  readonly weights?: Float32Array;
  /** `[batch][time]`: what each step is for people, for example the token of a text; empty where there is none. */
  steps?(): readonly (readonly string[])[];
  /**
   * Gives the memory of `features` back to the data set, for another batch. Whoever read the batch may call it once all use of them
   * has ended; without it they stay as they are.
   */
  release?(): void;
}

export interface ReadOptions {
  /** Zero-based. Transforms that draw at random draw anew each epoch; the same epoch always gives the same numbers. */
  readonly epoch?: number;
  readonly signal?: AbortSignal;
}

/**
 * Examples that are read when they are needed. A data set is a recipe: it holds no tensors, can be read again and again,
 * in any order, and gives the same numbers for the same index and epoch.
 */
export interface Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  /** Class names in the order of their indices; empty when the labels are numbers. */
  readonly classes: readonly string[];
  /**
   * Whether an element is the same in every epoch: then what is computed from it need not be computed again. What transforms
   * another data set hands on that one's answer, or leaves it out, which is always right.
   */
  readonly sameEachEpoch?: boolean;
  /** `[size]`, `[size, classes]`, or of tags `[size, time]`: every label, without reading features. */
  labels(): Int32Array | Float32Array;
  /** A name of element `index` that a person recognises, for example its file. */
  name(index: number): string;
  /** What is known of each element besides, for example a column of the list that it was in. Undefined for an unknown name. */
  column?(name: string): readonly string[] | undefined;
  /** Reads the elements at `indices`, in that order. */
  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch>;
}

/** What a model needs to be used rightly, kept with its weights. */
export interface ModelCard {
  /** For example `mobilenet-v2`. */
  readonly architecture: string;
  /** Where the weights came from, for example `open-images`, `none`. */
  readonly weights?: string;
  /** The input, with the range that it wants: `float32[batch, 128, 128, 3] in -1..1`. */
  readonly input: TensorSpec;
  /** Class names in the order of the output's last axis. */
  readonly classes?: readonly string[];
  /** Of a model that has learnt to give numbers: what was done to them, and the place of their own past in the features. */
  readonly numbers?: Pick<LabelSpec, 'scaling' | 'feature'>;
}

/** Optimizer slots by variable name, so that they survive freezing, unfreezing and a restart. */
export interface OptimizerState {
  /** The component's type, for example `adam`. */
  readonly type: string;
  readonly variables: Readonly<
    Record<
      string,
      {
        /** Updates that this variable has had: its own, so that bias correction is right for one unfrozen late. */
        readonly steps: number;
        readonly slots: Readonly<Record<string, Float32Array>>;
      }
    >
  >;
}

/** A network and its card. Nodes never change the model they are given: they change a copy. */
export interface Model {
  readonly network: LayersModel;
  readonly card: ModelCard;
  readonly optimizerState?: OptimizerState;
}

export type Metrics = Readonly<Record<string, number>>;

/** Of tags, each step that has one is an example. */
export interface Predictions {
  readonly classes: readonly string[];
  /** `[examples]`: indices of the true classes, -1 where they are not known; `[examples, classes]` of 0 and 1 for multiLabel. */
  readonly labels: Int32Array;
  /** Whether an example has any number of classes. */
  readonly multiLabel?: boolean;
  /** `float32[examples, classes]`: probabilities, row-major. */
  readonly scores: Float32Array;
  /** A name for each example; of a step, that of its sequence. */
  readonly names: readonly string[];
  /** Of steps: what each is, for example the token of a text. */
  readonly steps?: readonly string[];
}

/** Files that a node has written: the path of each, by the name that people know it by. */
export type Files = ReadonlyMap<string, string>;
