/** A dimension: a size, or a name that must mean the same size in all ports of a node. */
export type Dimension = number | string;

export type DType = 'float32' | 'int32' | 'bool' | 'string';

/**
 * Value range of images. `0..255`, `0..1` and `-1..1` are plain ranges; `caffe` is BGR minus the ImageNet means (VGG, ResNet);
 * `torch` is 0..1, minus the mean, divided by the standard deviation of each channel.
 */
export type ValueRange = '0..255' | '0..1' | '-1..1' | 'caffe' | 'torch';

/** Dtype, shape and value range of a tensor, written `float32[batch, height, width, 3] in -1..1`. */
export interface TensorSpec {
  readonly dtype?: DType;
  readonly shape?: readonly Dimension[];
  readonly range?: ValueRange;
  /** Of token ids, `int32[batch, time]`: the vocabulary size. Each id is less than it. */
  readonly vocabularySize?: number;
}

/**
 * Encoding of a dataset's labels: `class`, a class index; `classes`, multi-label, 0 or 1 for each class; `number`, a regression target;
 * `tags`, a class index for each timestep of a sequence.
 */
export interface LabelSpec {
  readonly encoding: 'class' | 'classes' | 'number' | 'tags';
  /** Further encodings that an input accepts. */
  readonly or?: readonly LabelSpec['encoding'][];
  /** Class names by class index, if they are known before the data is read. */
  readonly classes?: readonly string[];
  /** Scaling of regression targets: `label = (value - offset) / factor`. */
  readonly scaling?: { readonly offset: number; readonly factor: number };
  /** Of a forecast: the index, in the last axis of the features, of the series to forecast. */
  readonly feature?: number;
  /** Whether labels are soft: then batches have `targets`. */
  readonly soft?: boolean;
}

export interface DatasetSpec {
  readonly kind: 'dataset';
  /** One batch of features, for example `float32[batch, 128, 128, 3] in -1..1`. */
  readonly features?: TensorSpec;
  readonly label?: LabelSpec;
  readonly size?: number;
  /**
   * The part of a split: `train`, `validation` or `test`. Statistics of the data, for example a vocabulary, must come from the
   * training part.
   */
  readonly part?: string;
  /** Whether examples share values, as overlapping windows of a series do: a random split would leak training data. */
  readonly overlapping?: boolean;
}

export interface LayerSpec {
  readonly name: string;
  /** Keras' class name, for example `DepthwiseConv2D`. */
  readonly kind: string;
  /** Whether the layer is frozen. */
  readonly frozen?: boolean;
  /** Options by Keras' names in camelCase, as far as known. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Names of the input layers; default: the layer before it. */
  readonly inputs?: readonly string[];
}

export interface ModelSpec {
  readonly kind: 'model';
  readonly input?: TensorSpec;
  readonly output?: TensorSpec;
  /** Layers from input to output, if they are known without building the model. */
  readonly layers?: readonly LayerSpec[];
  readonly classes?: readonly string[];
}

export interface MetricsSpec {
  readonly kind: 'metrics';
}

export interface PredictionsSpec {
  readonly kind: 'predictions';
}

export interface FilesSpec {
  readonly kind: 'files';
}

export interface VocabularySpec {
  readonly kind: 'vocabulary';
  /** Part of the data that the vocabulary was built from. */
  readonly part?: string;
  /** Whether document frequencies are known. */
  readonly counted?: boolean;
}

/** Formats a tensor spec: `float32[batch, 128, 128, 3] in -1..1`. */
export function formatTensorSpec(spec: TensorSpec): string {
  const shape = spec.shape ? `[${spec.shape.join(', ')}]` : '[...]';
  return `${spec.dtype ?? 'float32'}${shape}${spec.range ? ` in ${spec.range}` : ''}`;
}
