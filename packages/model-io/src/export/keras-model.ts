import { tf } from '@expgraph/tensorflow/tfjs';
import { type Config, type Json, kerasLayer, type LayerJson } from './keras-layer.js';
import { nestedNetwork, statesNotInKeras } from './messages.js';

/** A tensor between layers: the layer, the index of its call, the index of its output. */
type TensorJson = readonly [layer: string, call: number, output: number];

/** A network in the JSON of tfjs, which is that of Keras 2. */
interface NetworkJson {
  readonly config: {
    readonly layers: readonly (LayerJson & {
      readonly name: string;
      /** Inputs of each call of the layer. */
      readonly inbound_nodes: readonly (readonly TensorJson[])[];
    })[];
    readonly input_layers: readonly TensorJson[];
    readonly output_layers: readonly TensorJson[];
  };
}

/** The parts of a network in the JSON of Keras 3 that this package reads. */
export interface KerasModel {
  readonly class_name: 'Functional';
  readonly config: { readonly layers: readonly { readonly class_name: string }[] };
}

/** The first Keras version that reads the written files. */
export const KERAS_VERSION = '3.0.0';

/**
 * Returns a network in the JSON of Keras 3.
 * @throws ExperimentError that names the layer that Keras cannot express.
 */
export function kerasModel(network: tf.LayersModel): KerasModel {
  const { config } = network.toJSON(null, false) as unknown as NetworkJson;
  const tensor = ([name, call, output]: TensorJson): Json => {
    const { shape, dtype } = network.getLayer(name).inboundNodes[call].outputTensors[output];
    return { class_name: '__keras_tensor__', config: { shape, dtype, keras_history: [name, call, output] } };
  };
  const layers = config.layers.map(({ name, inbound_nodes, ...layer }) => {
    if ('layers' in layer.config) throw nestedNetwork(name);
    if (isRecurrent(layer) && inbound_nodes.some((inputs) => inputs.length > 1)) throw statesNotInKeras(name);
    const calls = inbound_nodes.map((inputs) => ({
      args: [inputs.length === 1 ? tensor(inputs[0]) : inputs.map(tensor)],
      kwargs: {},
    }));
    return { ...kerasObject('keras.layers', kerasLayer(layer)), name, inbound_nodes: calls };
  });
  const model = {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: network.name,
      trainable: true,
      layers,
      input_layers: ends(config.input_layers),
      output_layers: ends(config.output_layers),
    },
    registered_name: 'Functional',
  } as const;
  return model;
}

/** Returns a Sequential as a functional model. */
export function functional(network: tf.LayersModel): tf.LayersModel {
  if (network.getClassName() !== 'Sequential') return network;
  return tf.model({ name: network.name, inputs: network.inputs, outputs: network.outputs });
}

const isRecurrent = ({ class_name }: LayerJson) => /RNN|LSTM|GRU|Bidirectional/.test(class_name);

const ends = (tensors: readonly TensorJson[]) => (tensors.length === 1 ? tensors[0] : tensors);

function kerasObject(module: string, { class_name, config }: LayerJson): LayerJson & Config {
  const options = Object.entries(config).map(([option, value]) => [
    option === 'batch_input_shape' ? 'batch_shape' : option,
    kerasOption(option, value),
  ]);
  return { module, class_name, config: Object.fromEntries(options) as Config, registered_name: null };
}

function kerasOption(option: string, value: Json): Json {
  const [kind] = /(initializer|regularizer|constraint|layer|cell|cells)$/.exec(option) ?? [];
  if (kind === undefined || value === null || typeof value !== 'object') return value;
  if (kind === 'cells') return (value as unknown as LayerJson[]).map((cell) => kerasObject('keras.layers', cell));
  return kerasObject(kind === 'cell' ? 'keras.layers' : `keras.${kind}s`, value as unknown as LayerJson);
}
