import { declaredLayer, type LayerExport } from '@expgraph/tensorflow';

const SAME: LayerExport = { keras: {}, tfjs: {} };
/** Layers that pass on the mask of their input. */
const MASKED: LayerExport = { ...SAME, mask: 'keeps' };
const RECURRENT: LayerExport = { ...SAME, mask: 'applies' };
/** tfjs writes an option that Keras does not have. */
const WITH_IMPLEMENTATION = { options: { implementation: null } };

const all = (exports: LayerExport, ...kinds: string[]) => kinds.map((kind) => [kind, exports] as const);

/**
 * How files of Keras and plain TensorFlow.js express the layers of tfjs and of this package. Plugins declare theirs.
 */
const STOCK: ReadonlyMap<string, LayerExport> = new Map([
  ...all(MASKED, 'Activation', 'Dense', 'ELU', 'PReLU', 'ReLU', 'TimeDistributed'),
  ...all(MASKED, 'BatchNormalization', 'LayerNormalization', 'Rescaling'),
  ...all(MASKED, 'AlphaDropout', 'Dropout', 'GaussianDropout', 'GaussianNoise'),
  ...all(MASKED, 'Add', 'Average', 'Concatenate', 'Maximum', 'Minimum', 'Multiply'),
  ...all(
    SAME,
    'Conv1D',
    'Conv2D',
    'Conv2DTranspose',
    'Conv3D',
    'Conv3DTranspose',
    'DepthwiseConv2D',
    'SeparableConv2D',
  ),
  ...all(SAME, 'AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D'),
  ...all(SAME, 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D', 'GlobalAveragePooling1D', 'GlobalMaxPooling1D'),
  ...all(SAME, 'Cropping2D', 'Dot', 'Flatten', 'InputLayer', 'Permute', 'RepeatVector', 'Reshape', 'Softmax'),
  ...all(SAME, 'UpSampling2D', 'ZeroPadding2D'),
  ...all({ ...SAME, mask: 'starts' }, 'Embedding', 'Masking'),
  ...all({ ...SAME, keras: { options: { keep_dims: 'keepdims' } } }, 'GlobalAveragePooling2D', 'GlobalMaxPooling2D'),
  ...all({ ...MASKED, keras: { options: { trainable: null } } }, 'SpatialDropout1D'),
  ...all({ ...MASKED, keras: { options: { alpha: 'negative_slope' } } }, 'LeakyReLU'),
  ...all(RECURRENT, 'SimpleRNN', 'RNN', 'Bidirectional'),
  ...all({ ...RECURRENT, keras: WITH_IMPLEMENTATION }, 'LSTM', 'GRU', 'ConvLSTM2D'),
  // Cells, which are parts of layers.
  ...all({ keras: {} }, 'StackedRNNCells', 'SimpleRNNCell'),
  ...all({ keras: WITH_IMPLEMENTATION }, 'LSTMCell', 'GRUCell'),
  // Layers of this package with Keras options that tfjs lacks.
  [
    'GlobalAveragePooling2DKeepDims',
    { keras: { className: 'GlobalAveragePooling2D', options: { keep_dims: 'keepdims' } } },
  ],
  ['GlobalMaxPooling2DKeepDims', { keras: { className: 'GlobalMaxPooling2D', options: { keep_dims: 'keepdims' } } }],
  ['GroupedConv2D', { keras: { className: 'Conv2D' } }],
  ['Normalization', { keras: {} }],
  // Layers of tfjs that Keras lacks or defines differently.
  ...all({ tfjs: {}, mask: 'keeps' }, 'ThresholdedReLU'),
  ...all(
    { tfjs: {} },
    'CategoryEncoding',
    'CenterCrop',
    'RandomWidth',
    'Resizing',
    'Functional',
    'Model',
    'Sequential',
  ),
]);

/** Returns how files of other programs express a layer; undefined for one that only graphs can express. */
export const layerExport = (kind: string): LayerExport | undefined => STOCK.get(kind) ?? declaredLayer(kind)?.exports;

/** Returns the kinds of layers that plain TensorFlow.js has. */
export const plainKinds = (): string[] => [...STOCK].flatMap(([kind, { tfjs }]) => (tfjs ? kind : []));
