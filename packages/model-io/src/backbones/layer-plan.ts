/** The layers that backbones are made of, by Keras' class names. */
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

/** One layer of a network that is not built yet. */
export interface LayerPlan {
  readonly kind: LayerKind;
  readonly name: string;
  /** Names of the layers whose outputs it takes. */
  readonly inputs: readonly string[];
  /** What the function that makes the layer is given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Shape of its output, without the batch. */
  readonly shape: readonly number[];
  /** Numbers in its weights, those that do not train among them. */
  readonly parameters: number;
}
