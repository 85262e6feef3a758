import type { tf } from '@expgraph/tensorflow/tfjs';
import { assignWeights } from '../weights/assign-weights.js';
import { readWeights } from '../weights/read-weights.js';
import type { WeightReader } from './backbone.js';

/** Loads a downloaded file of weights into a network. `name` is the name of the weights in the config. */
export async function loadWeights(
  network: tf.LayersModel,
  { path, source, name }: { readonly path: string; readonly source: string; readonly name: string },
  readers: Readonly<Record<string, () => Promise<WeightReader>>> = {},
): Promise<void> {
  const special = Object.keys(readers).find((key) => key === name || path.endsWith(key));
  if (special === undefined) assignWeights(network, await readWeights(path, source), source);
  else await (await readers[special]())(network, path, source);
}
