/** A dimension: a size, or a name that must mean the same size wherever it stands in one node's ports. */
export type Dimension = number | string;

export type DType = 'float32' | 'int32' | 'bool' | 'string';

/**
 * What the numbers of an image mean. `0..255`, `0..1` and `-1..1` are plain ranges; `caffe` is BGR less the ImageNet
 * means (VGG, ResNet), `torch` is 0..1 less the mean over the deviation of each channel.
 */
export type ValueRange = '0..255' | '0..1' | '-1..1' | 'caffe' | 'torch';

/** Dtype, shape and meaning of one tensor, written `float32[batch, height, width, 3] in -1..1`. */
export interface TensorSpec {
  readonly dtype?: DType;
  readonly shape?: readonly Dimension[];
  readonly range?: ValueRange;
  /** Of tokens, `int32[batch, time]`: how many different ones there are. Each is a whole number below this. */
  readonly vocabularySize?: number;
}

/**
 * How a data set's labels are encoded: `class`, an index into `classes`; `classes`, any number of them, as 0 and 1 for each
 * class; `number`, a number to regress; `tags`, a class for each step of a sequence.
 */
export interface LabelSpec {
  readonly encoding: 'class' | 'classes' | 'number' | 'tags';
  /** What an input takes besides. */
  readonly or?: readonly LabelSpec['encoding'][];
  /** Names in the order of their indices, where they are known before the data are read. */
  readonly classes?: readonly string[];
  /** Numbers that were scaled: `label = (value - offset) / factor`. */
  readonly scaling?: { readonly offset: number; readonly factor: number };
  /** Of numbers to foretell: the place, in the last axis of the features, of their own past. */
  readonly feature?: number;
  /** Whether an example may be of several classes in part: then batches have `targets`. */
  readonly soft?: boolean;
}

export interface DatasetSpec {
  readonly kind: 'dataset';
  /** One batch of features, for example `float32[batch, 128, 128, 3] in -1..1`. */
  readonly features?: TensorSpec;
  readonly label?: LabelSpec;
  readonly size?: number;
  /**
   * Which part of a whole it is, as `split` names them: `train`, `validation` or `test`. What is learnt from data, a vocabulary for
   * example, is learnt from the part to train with.
   */
  readonly part?: string;
  /** Whether examples have numbers in common, as windows of a series that overlap: chosen at random, one part has seen another. */
  readonly overlapping?: boolean;
}

export interface LayerSpec {
  readonly name: string;
  /** Keras' class name, for example `DepthwiseConv2D`. */
  readonly kind: string;
  /** Whether it has been frozen. */
  readonly frozen?: boolean;
  /** Its options by Keras' names in camelCase, as far as they are known. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Names of the layers whose outputs it takes; left out, the layer before it. */
  readonly inputs?: readonly string[];
}

export interface ModelSpec {
  readonly kind: 'model';
  readonly input?: TensorSpec;
  readonly output?: TensorSpec;
  /** The layers from input to output, where they are known without building the model. */
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
  /** The part of the data that it was made from. */
  readonly part?: string;
  /** Whether it is known how many texts have each token. */
  readonly counted?: boolean;
}

/** `float32[batch, 128, 128, 3] in -1..1`: the notation of every message and document. */
export function formatTensorSpec(spec: TensorSpec): string {
  const shape = spec.shape ? `[${spec.shape.join(', ')}]` : '[...]';
  return `${spec.dtype ?? 'float32'}${shape}${spec.range ? ` in ${spec.range}` : ''}`;
}
