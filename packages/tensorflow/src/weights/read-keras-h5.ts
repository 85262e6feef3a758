import { basename } from 'node:path';
import { ExpgraphError } from '@expgraph/sdk';
import { hdf5Flaw } from './hdf5-flaw.js';
import { notH5 } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';

/** What is used of h5wasm. */
interface H5Group {
  get(path: string): unknown;
  readonly attrs: Readonly<Record<string, { value: unknown }>>;
}
interface H5Dataset {
  readonly shape: readonly number[];
  readonly value: unknown;
}

/**
 * Reads Keras' weights from a `.h5` file, of weights alone or of a whole model.
 * @param path The file.
 * @throws ExperimentError when it is no such file.
 */
export async function readKerasH5(path: string): Promise<LayerWeights> {
  const { default: h5wasm } = await import('h5wasm/node');
  await h5wasm.ready;
  const source = basename(path);
  const flaw = await hdf5Flaw(path);
  if (flaw) throw notH5(source, flaw);
  let file: (H5Group & { close(): void }) | undefined;
  try {
    file = new h5wasm.File(path, 'r') as unknown as H5Group & { close(): void };
    const root = (file.get('model_weights') ?? file) as H5Group;
    const layers = names(root, 'layer_names');
    if (!layers) throw notH5(source, 'it has no list of layers');
    return new Map(layers.map((layer) => [layer, weightsOf(root.get(layer) as H5Group)]));
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw notH5(source, error instanceof Error ? error.message : String(error));
  } finally {
    file?.close();
  }
}

function weightsOf(layer: H5Group): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const name of names(layer, 'weight_names') ?? []) {
    const { shape, value } = layer.get(name) as H5Dataset;
    const short = name.split('/').at(-1)?.replace(/:\d+$/, '') ?? name;
    weights.set(short, { shape, values: new Float32Array(value as ArrayLike<number>) });
  }
  return weights;
}

/** A list of names; Keras splits a long one over several attributes. */
function names(group: H5Group, attribute: string): string[] | undefined {
  const whole = group.attrs[attribute]?.value as string[] | undefined;
  if (whole) return [...whole];
  const parts: string[] = [];
  for (let index = 0; ; index += 1) {
    const part = group.attrs[`${attribute}${index}`]?.value as string[] | undefined;
    if (!part) return index > 0 ? parts : undefined;
    parts.push(...part);
  }
}
