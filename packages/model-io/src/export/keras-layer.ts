import { layerNotInKeras, optionNotInKeras } from './messages.js';
import { layerExport } from './stock-layers.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Config = Readonly<Record<string, Json>>;

/** A layer in the JSON of tfjs, which is that of Keras 2. */
export interface LayerJson {
  readonly class_name: string;
  readonly config: Config;
}

/** Options of an RNN layer; tfjs writes those of the cell at the same level. */
const OF_RNN = ['name', 'trainable', 'cell', 'return_sequences', 'return_state', 'go_backwards', 'unroll'];

/** Keras' names of activations. tfjs' `hardSigmoid`, `0.2 x + 0.5`, is missing: Keras 3 does not have it. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'elu',
      'gelu',
      'linear',
      'mish',
      'relu',
      'relu6',
      'selu',
      'sigmoid',
      'softmax',
      'softplus',
      'softsign',
      'tanh',
    ].map((name) => [name, name]),
  ),
  hard_sigmoid_relu6: 'hard_sigmoid',
  hard_silu: 'hard_silu',
  hard_swish: 'hard_silu',
  swish: 'silu',
};

/** Returns whether Keras has a layer of this class, possibly under another name. */
export const isKerasLayer = (kind: string): boolean => layerExport(kind)?.keras !== undefined;

/** Returns whether Keras has the activation that TensorFlow.js writes under this name. */
export const isKerasActivation = (name: string): boolean => ACTIVATIONS[name] !== undefined;

/**
 * Returns a layer in the JSON of Keras 3, without options that are not set: Keras' defaults are the same.
 * @throws ExperimentError that names the layer, if Keras has no such layer or option.
 */
export function kerasLayer({ class_name, config }: LayerJson): LayerJson {
  const name = config.name as string;
  const keras = layerExport(class_name)?.keras;
  if (!keras) throw layerNotInKeras(name, class_name);
  const kind = keras.className ?? class_name;
  checkResampling(kind, config);
  const options: Record<string, Json> = {};
  for (const [option, value] of Object.entries(config)) {
    const renamed = keras.options?.[option];
    if (value === null || renamed === null) continue;
    if (kind === 'RNN' && !OF_RNN.includes(option)) continue;
    // The network has separate input layers, which declare the shape.
    if (option === 'batch_input_shape' && kind !== 'InputLayer') continue;
    // Keras builds a stateful layer for one batch size, but a file is for any: exported layers start with zeros.
    if (option === 'stateful') continue;
    options[renamed ?? option] = optionValue(name, option, value);
  }
  return { class_name: kind, config: options };
}

/** Rejects resampling with tfjs' pixel corners, where Keras uses pixel centers. */
function checkResampling(kind: string, config: Config): void {
  const { name, interpolation } = config;
  if (kind === 'UpSampling2D' && interpolation === 'bilinear') {
    throw optionNotInKeras(name as string, 'interpolation', interpolation);
  }
}

function optionValue(layer: string, option: string, value: Json): Json {
  if (option === 'activation' || option === 'recurrent_activation') {
    const activation = ACTIVATIONS[value as string];
    if (activation === undefined) throw optionNotInKeras(layer, option, String(value));
    return activation;
  }
  if (option === 'cells') return (value as unknown as LayerJson[]).map((cell) => ({ ...kerasLayer(cell) }));
  return option === 'layer' || option === 'cell' ? { ...kerasLayer(value as unknown as LayerJson) } : value;
}
