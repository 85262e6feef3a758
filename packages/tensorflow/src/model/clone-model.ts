import type { Model } from '@expgraph/sdk';
import '../layers/index.js';
import type { tf } from '../tfjs.js';

interface NetworkClass {
  new (): tf.LayersModel;
  fromConfig(target: unknown, config: object, customObjects: object, fastWeightInit: boolean): tf.LayersModel;
}

/** Copies a model with its weights, layer names, frozen layers, card and optimizer state. */
export function cloneModel(model: Model): Model {
  const { network } = model;
  const NetworkClass = network.constructor as unknown as NetworkClass;
  const config = network.getConfig() as Record<string, unknown>;
  const copy = NetworkClass.fromConfig(NetworkClass, structuredClone(config), {}, true);
  copy.setWeights(network.getWeights());
  return { ...model, network: copy };
}

/** Disposes of the tensors of a model. */
export function disposeModel({ network }: Model): void {
  network.dispose();
}

/**
 * Returns the variables of a network by names that are stable through cloning, saving and loading, such as
 * `Conv1/kernel`. If a layer has several with one name, such as the two directions of a bidirectional layer, they are
 * numbered: `both/kernel`, `both/kernel_1`.
 */
export function namedWeights(network: tf.LayersModel): Map<string, { weight: tf.LayerVariable; trainable: boolean }> {
  const weights = new Map<string, { weight: tf.LayerVariable; trainable: boolean }>();
  for (const layer of network.layers) {
    const trainable = new Set(layer.trainable ? layer.trainableWeights : []);
    for (const weight of layer.weights) {
      weights.set(unused(`${layer.name}/${weight.originalName.split('/').at(-1)}`, weights), {
        weight,
        trainable: trainable.has(weight),
      });
    }
  }
  return weights;
}

function unused(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name;
  for (let count = 1; taken.has(free); count += 1) free = `${name}_${count}`;
  return free;
}
