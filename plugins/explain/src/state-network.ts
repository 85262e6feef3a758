import { tf } from '@expgraph/tensorflow/tfjs';

/** What is used of recurrent layers, whose classes tfjs does not export. */
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

/** Layers that compute the same of a sequence of vectors, step by step, as of a vector. */
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
  /** Gives the states, `float32[batch, time, units]`, and where there are scores of each step, `float32[batch, time, outputs]`. */
  compute(features: tf.Tensor): { readonly states: tf.Tensor; readonly scores?: tf.Tensor };
  dispose(): void;
}

/**
 * A network that gives what a recurrent layer has after each step: a copy in which the layer has `returnSequences`, cut at the layer.
 * What lies above is computed of each step as well where it takes one vector, and the layer has seen the sequence up to that step.
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

/** A copy whose layer gives all its steps, up to that layer where what is above can not take them. */
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
