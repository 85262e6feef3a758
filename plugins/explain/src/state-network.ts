import { tf } from '@expgraph/tensorflow/tfjs';

/** The properties of recurrent layers that are read here; tfjs does not export their classes. */
interface Recurrent {
  readonly returnSequences?: boolean;
  readonly goBackwards?: boolean;
}

interface LayerConfig {
  readonly name: string;
  readonly config: { returnSequences?: boolean; layer?: { config: { returnSequences: boolean } } };
}

interface NetworkClass {
  fromConfig(target: unknown, config: object, customObjects: object, fastWeightInit: boolean): tf.LayersModel;
}

/** Layers that compute the same at each timestep of a sequence as on a single vector. */
const STEPWISE = new Set([
  'Dense',
  'Dropout',
  'Activation',
  'ReLU',
  'LeakyReLU',
  'ELU',
  'Softmax',
  'LayerNormalization',
]);

export interface StateNetwork {
  /** Returns the states, `float32[batch, time, units]`, and if the model can score prefixes, the scores, `float32[batch, time, outputs]`. */
  compute(features: tf.Tensor): { readonly states: tf.Tensor; readonly scores?: tf.Tensor };
  dispose(): void;
}

/**
 * Returns a network that outputs the state of a recurrent layer after each timestep: a copy in which the layer has `returnSequences`, cut at
 * that layer. The layers above are applied at each timestep if they take one vector and the layer reads the sequence from its beginning.
 */
export function stateNetwork(network: tf.LayersModel, name: string): StateNetwork {
  const layer = network.getLayer(name) as tf.layers.Layer & Recurrent;
  const above = network.layers.slice(network.layers.indexOf(layer) + 1);
  const forwards = layer.getClassName() !== 'Bidirectional' && !layer.goBackwards;
  const stepwise = !layer.returnSequences && above.every((each) => STEPWISE.has(each.getClassName()));
  const copy = withSequences(network, name, stepwise);
  const states = copy.getLayer(name).output as tf.SymbolicTensor;
  const scored = forwards && stepwise && above.length > 0;
  const outputs = scored ? [states, copy.outputs[0]] : [states];
  const cut = tf.model({ name: copy.name, inputs: copy.inputs, outputs });
  return {
    compute(features) {
      const [found, scores] = [cut.apply(features, { training: false })].flat() as tf.Tensor[];
      return { states: layer.goBackwards ? tf.reverse(found, 1) : found, scores };
    },
    dispose: () => copy.dispose(),
  };
}

/** Copies the network with `returnSequences` set on one layer. Unless `whole`, the copy ends at that layer, because its successors cannot take sequences. */
function withSequences(network: tf.LayersModel, name: string, whole: boolean): tf.LayersModel {
  const config = structuredClone(network.getConfig()) as unknown as {
    layers: LayerConfig[];
    outputLayers: [string, number, number][];
  };
  const index = config.layers.findIndex((each) => each.name === name);
  const { config: own } = config.layers[index];
  if (own.layer) own.layer.config.returnSequences = true;
  own.returnSequences = true;
  if (!whole) {
    config.layers = config.layers.slice(0, index + 1);
    config.outputLayers = [[name, 0, 0]];
  }
  const NetworkClass = network.constructor as unknown as NetworkClass;
  const copy = NetworkClass.fromConfig(NetworkClass, config, {}, true);
  for (const layer of copy.layers) layer.setWeights(network.getLayer(layer.name).getWeights());
  return copy;
}
