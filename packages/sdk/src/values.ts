import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DatasetSpec, LabelSpec, TensorSpec } from './spec.js';

/** One batch, in host memory. */
export interface Batch {
  /** `float32[batch, ...features]`, row-major. Token ids, int32 by spec, are stored as float32 too: exact up to 2^24. */
  readonly features: Float32Array;
  /** Shape of `features`, batch size first. */
  readonly shape: readonly number[];
  /**
   * `[batch]`: class indices or regression targets; `[batch, classes]`: 0 and 1 for multi-label; `int32[batch, time]`: tags, the class
   * index of each timestep, -1 for a timestep without a class, such as padding.
   */
  readonly labels: Int32Array | Float32Array;
  /** `[batch]`: the texts of features `string[batch]`; then `features` is empty. */
  readonly texts?: readonly string[];
  /**
   * `float32[batch, classes]`: soft labels, the probability of each class. `labels` are then the most probable classes.
   */
  readonly targets?: Float32Array;
  /** `[batch]`: sample weights of the loss; default: 1. */
  readonly weights?: Float32Array;
  /** Returns `[batch][time]`: a readable name of each timestep, for example the token of a text; empty if unknown. */
  steps?(): readonly (readonly string[])[];
  /**
   * Returns the memory of `features` to the dataset for reuse. The reader of the batch may call it when it no longer needs `features`;
   * without the call they are never overwritten.
   */
  release?(): void;
}

export interface ReadOptions {
  /** Zero-based. Random transforms differ between epochs; the same epoch always gives the same values. */
  readonly epoch?: number;
  readonly signal?: AbortSignal;
}

/**
 * Examples that are read on demand. A dataset holds no tensors; it can be read repeatedly and in any order, and gives the same values
 * for the same index and epoch.
 */
export interface Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  /** Class names by class index; empty for regression. */
  readonly classes: readonly string[];
  /**
   * Whether examples are the same in every epoch, so that results computed from them can be cached. A derived dataset passes on the
   * value of its source, or omits it, which is always safe.
   */
  readonly sameEachEpoch?: boolean;
  /** Returns all labels without reading features: `[size]`, `[size, classes]`, or of tags `[size, time]`. */
  labels(): Int32Array | Float32Array;
  /** Returns a readable name of the example at `index`, for example its file. */
  name(index: number): string;
  /** Returns further information about each example, for example a column of its CSV file; undefined for an unknown name. */
  column?(name: string): readonly string[] | undefined;
  /** Reads the examples at `indices`, in that order. */
  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch>;
}

/** Metadata that is needed to use a model, stored with its weights. */
export interface ModelCard {
  /** For example `mobilenet-v2`. */
  readonly architecture: string;
  /** Origin of the weights, for example `open-images` or `none`. */
  readonly weights?: string;
  /** Spec of the input, with its value range: `float32[batch, 128, 128, 3] in -1..1`. */
  readonly input: TensorSpec;
  /** Class names by class index of the output. */
  readonly classes?: readonly string[];
  /** Of a regression or forecast: the scaling of the targets, and the index of the forecast series in the features. */
  readonly numbers?: Pick<LabelSpec, 'scaling' | 'feature'>;
}

/** Optimizer slots by variable name, so that they survive freezing, unfreezing and a resume. */
export interface OptimizerState {
  /** The component's type, for example `adam`. */
  readonly type: string;
  readonly variables: Readonly<
    Record<
      string,
      {
        /** Number of updates of this variable, counted per variable so that bias correction is right for one unfrozen later. */
        readonly steps: number;
        readonly slots: Readonly<Record<string, Float32Array>>;
      }
    >
  >;
}

/** A network and its card. Nodes never modify an input model; they modify a copy. */
export interface Model {
  readonly network: LayersModel;
  readonly card: ModelCard;
  readonly optimizerState?: OptimizerState;
}

export type Metrics = Readonly<Record<string, number>>;

/** Predictions of a classifier. With tags, each tagged timestep is an example. */
export interface Predictions {
  readonly classes: readonly string[];
  /** `[examples]`: true class indices, -1 if unknown; with `multiLabel`, `[examples, classes]` of 0 and 1. */
  readonly labels: Int32Array;
  /** Whether the labels are multi-label. */
  readonly multiLabel?: boolean;
  /** `float32[examples, classes]`: probabilities, row-major. */
  readonly scores: Float32Array;
  /** Name of each example; of a timestep, the name of its sequence. */
  readonly names: readonly string[];
  /** With tags: a readable name of each timestep, for example the token of a text. */
  readonly steps?: readonly string[];
}

/** Files that a node has written: paths by name. */
export type Files = ReadonlyMap<string, string>;
