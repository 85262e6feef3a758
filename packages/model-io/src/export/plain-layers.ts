import type { LayerSpec } from '@expgraph/sdk';
import { layerOptions } from './layer-options.js';
import { layerNotInTfjs } from './messages.js';
import { checkPlainMasks } from './plain-masks.js';

/** The layers that TensorFlow.js has. */
export const PLAIN_LAYERS = [
  ...['InputLayer', 'Activation', 'Dense', 'ELU', 'LeakyReLU', 'PReLU', 'ReLU', 'Softmax', 'ThresholdedReLU'],
  ...['Conv1D', 'Conv2D', 'Conv2DTranspose', 'Conv3D', 'Conv3DTranspose', 'DepthwiseConv2D', 'SeparableConv2D'],
  ...['AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D', 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D'],
  ...['GlobalAveragePooling1D', 'GlobalAveragePooling2D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D'],
  ...['BatchNormalization', 'LayerNormalization', 'Rescaling', 'CenterCrop', 'Resizing', 'CategoryEncoding'],
  ...['AlphaDropout', 'Dropout', 'GaussianDropout', 'GaussianNoise', 'SpatialDropout1D', 'RandomWidth'],
  ...['Add', 'Average', 'Concatenate', 'Dot', 'Maximum', 'Minimum', 'Multiply'],
  ...['Cropping2D', 'Flatten', 'Permute', 'RepeatVector', 'Reshape', 'UpSampling2D', 'ZeroPadding2D'],
  ...['Embedding', 'Masking', 'SimpleRNN', 'LSTM', 'GRU', 'RNN', 'ConvLSTM2D', 'Bidirectional', 'TimeDistributed'],
  ...['Model', 'Functional', 'Sequential'],
];

/** Activations of this package that TensorFlow.js lacks, by their names in files, and as messages name them. */
const OWN_ACTIVATIONS: Readonly<Record<string, string>> = {
  hardSigmoidRelu6: 'hardSigmoid as in Keras 3',
  hardSwish: 'hardSwish',
  hardSilu: 'hardSwish',
};

/**
 * Refuses a network that plain TensorFlow.js does not open, or computes differently.
 * @throws ExperimentError that names the layer.
 */
export function checkPlainLayers(layers: readonly LayerSpec[]): void {
  for (const layer of layers) {
    if (!PLAIN_LAYERS.includes(layer.kind)) throw layerNotInTfjs(layer.name, `layer ${layer.kind}`);
    for (const options of layerOptions(layer)) checkOptions(layer, options);
  }
  checkPlainMasks(layers);
}

function checkOptions({ name, kind }: LayerSpec, options: Readonly<Record<string, unknown>>): void {
  const { activation, recurrentActivation, resetAfter, stateful, keepDims, groups } = options;
  if (keepDims === true) throw layerNotInTfjs(name, `${kind} with keepDims`);
  if (typeof groups === 'number' && groups > 1) throw layerNotInTfjs(name, `${kind} with groups`);
  if (resetAfter === true) throw layerNotInTfjs(name, 'GRU with resetAfter');
  if (stateful === true) throw layerNotInTfjs(name, 'stateful layer for batches of any size');
  const [unknown] = [activation, recurrentActivation].flatMap((each) => OWN_ACTIVATIONS[String(each)] ?? []);
  if (unknown !== undefined) throw layerNotInTfjs(name, `activation ${unknown}`);
}
