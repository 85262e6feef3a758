/** Layers used by backbones, by Keras' class names. */
export type LayerKind =
  | 'Activation'
  | 'Add'
  | 'AveragePooling2D'
  | 'BatchNormalization'
  | 'Concatenate'
  | 'Conv2D'
  | 'Dense'
  | 'DepthwiseConv2D'
  | 'Dropout'
  | 'Flatten'
  | 'GlobalAveragePooling2D'
  | 'GlobalMaxPooling2D'
  | 'InputLayer'
  | 'MaxPooling2D'
  | 'Multiply'
  | 'Normalization'
  | 'ReLU'
  | 'Rescaling'
  | 'Reshape'
  | 'ZeroPadding2D';

/** A layer of a network that is not built yet. */
export interface LayerPlan {
  readonly kind: LayerKind;
  readonly name: string;
  /** Names of the input layers. */
  readonly inputs: readonly string[];
  /** Arguments of the layer's factory. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Output shape without the batch axis. */
  readonly shape: readonly number[];
  /** Number of parameters, including non-trainable ones. */
  readonly parameters: number;
}
