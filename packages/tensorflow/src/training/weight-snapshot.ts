import { namedWeights } from '../model/clone-model.js';
import { tf } from '../tfjs.js';

/** Returns the current weights of the trainable layers by name, including moving statistics. */
export async function readWeights(network: tf.LayersModel): Promise<Map<string, Float32Array>> {
  const training = new Set(network.layers.filter((layer) => layer.trainable).map((layer) => layer.name));
  const weights = new Map<string, Float32Array>();
  for (const [name, { weight }] of namedWeights(network)) {
    if (!training.has(name.slice(0, name.lastIndexOf('/')))) continue;
    weights.set(name, Float32Array.from(await weight.read().data<'float32'>()));
  }
  return weights;
}

/** Restores weights returned by `readWeights`. */
export function writeWeights(network: tf.LayersModel, weights: ReadonlyMap<string, Float32Array>): void {
  const named = namedWeights(network);
  for (const [name, values] of weights) {
    const weight = named.get(name)?.weight;
    if (!weight) continue;
    const tensor = tf.tensor(values, weight.shape as number[], 'float32');
    weight.write(tensor);
    tensor.dispose();
  }
}
