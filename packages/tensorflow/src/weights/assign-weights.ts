import { tf } from '../tfjs.js';
import { layerMissing, weightMissing, wrongShape } from './messages.js';
import type { LayerWeights } from './named-weights.js';

/** What Keras 3 calls weights that had another name in Keras 2, whose names tfjs has. */
const KERAS_3_NAMES: Readonly<Record<string, string>> = { depthwise_kernel: 'kernel' };

/**
 * Gives a network the weights of a file, by the names of layers and weights. Every weight of the network must be there;
 * what else the file has is left.
 * @param source Name of the file, for errors.
 */
export function assignWeights(network: tf.LayersModel, weights: LayerWeights, source: string): void {
  for (const layer of network.layers) {
    if (layer.weights.length === 0) continue;
    const found = weights.get(layer.name);
    if (!found) throw layerMissing(source, layer.name, [...weights.keys()]);
    for (const variable of layer.weights) {
      const name = variable.originalName.split('/').at(-1) as string;
      const weight = found.get(name) ?? found.get(KERAS_3_NAMES[name] ?? '');
      if (!weight) throw weightMissing(source, layer.name, name, [...found.keys()]);
      const expected = variable.shape as number[];
      if (weight.shape.join() !== expected.join())
        throw wrongShape(source, `${layer.name}/${name}`, weight.shape, expected);
      const tensor = tf.tensor(weight.values, expected, 'float32');
      variable.write(tensor);
      tensor.dispose();
    }
  }
}
