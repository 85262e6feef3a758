import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { batchSizes, forEachBatch } from '@expgraph/data/dataset';
import type { Batch, Dataset, Progress, SharedFiles } from '@expgraph/sdk';
import { DTYPE } from '../../graph/graph-def.js';
import { NetworkFunction } from '../../graph/network-function.js';
import { isNative } from '../../kernels/native-operation.js';
import { tf } from '../../tfjs.js';
import { exampleUnit } from '../example-unit.js';
import { FeatureDataset } from './feature-dataset.js';

export interface FeatureOptions {
  readonly files: SharedFiles;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Independent of the training's batch size, so that features do not depend on which training computes them. */
const BATCH = 32;

/**
 * Computes the outputs of a frozen network for every example of a dataset, in each variant; variant `v` is the data of
 * epoch `v`. The features are cached in the store by the weights of the network and `fingerprint`, which identifies the
 * data.
 */
export async function computeFeatures(
  below: tf.LayersModel,
  data: Dataset,
  { fingerprint, variants, label }: { fingerprint: string; variants: number; label: string },
  { files, progress, signal }: FeatureOptions,
): Promise<FeatureDataset> {
  const identity = createHash('sha256').update(`${fingerprint} ${data.size} `).update(identityOf(below)).digest('hex');
  const paths: string[] = [];
  for (let variant = 0; variant < variants; variant += 1) {
    const made = files.make(`features/${identity}-${variant}.f32`, async (path) => {
      const title = variants > 1 ? `${label}, variant ${variant + 1}/${variants}` : label;
      const task = progress.start({ label: title, total: data.size, unit: exampleUnit(data.spec) });
      await write(path, below, data, variant, signal, (count) => task.advance(count));
      task.end();
    });
    paths.push(await made);
  }
  return FeatureDataset.open(data, below.outputs[0].shape.slice(1) as number[], paths);
}

async function write(
  path: string,
  below: tf.LayersModel,
  data: Dataset,
  variant: number,
  signal: AbortSignal,
  advance: (count: number) => void,
): Promise<void> {
  const compute = featureFunctions(below, data.size);
  const file = await open(path, 'w');
  try {
    await forEachBatch(data, { batchSize: BATCH, epoch: variant, signal }, async (batch) => {
      const features = await compute.run(batch.features, batch.shape);
      await file.write(new Uint8Array(withWeights(features, batch).buffer));
      advance(batch.shape[0]);
    });
  } finally {
    compute.dispose();
    await file.close();
  }
}

/** Appends each example's weight to its features. */
function withWeights(features: Float32Array, { shape: [count], weights }: Batch): Float32Array {
  const length = features.length / count;
  const rows = new Float32Array(count * (length + 1));
  for (let example = 0; example < count; example += 1) {
    rows.set(features.subarray(example * length, (example + 1) * length), example * (length + 1));
    rows[(example + 1) * (length + 1) - 1] = weights?.[example] ?? 1;
  }
  return rows;
}

/** Returns one compiled function per batch size in use. */
function featureFunctions(below: tf.LayersModel, examples: number) {
  const shape = below.inputs[0].shape.slice(1) as number[];
  const graphs = new Map<number, NetworkFunction>();
  const [full] = batchSizes(examples, BATCH);
  if (isNative() && examples > full) {
    const argument = { shape: [full, ...shape], dtype: 'float32' } as const;
    graphs.set(full, new NetworkFunction(below, [argument], ([x]) => [below.apply(x) as tf.Tensor]));
  }
  return {
    async run(features: Float32Array, of: readonly number[]): Promise<Float32Array> {
      const graph = graphs.get(of[0]);
      if (graph) return (await graph.run([{ dtype: DTYPE.float32, shape: of, values: features }]))[0];
      return tf.tidy(() => (below.apply(tf.tensor(features, [...of])) as tf.Tensor).dataSync<'float32'>());
    },
    dispose: () => {
      for (const graph of graphs.values()) graph.dispose();
    },
  };
}

/** Returns a digest of the layers and weights of a network, independent of their names. */
function identityOf(network: tf.LayersModel): string {
  const position = new Map(network.layers.map(({ name }, index) => [name, index]));
  const layers = network.layers.map((layer) => {
    const options = Object.entries(layer.getConfig()).filter(
      ([key]) => !/^name$|^trainable$|Initializer$|Regularizer$/.test(key),
    );
    const inputs = layer.inboundNodes.flatMap((node) => node.inboundLayers.map(({ name }) => position.get(name)));
    return [layer.getClassName(), options, inputs];
  });
  const hash = createHash('sha256').update(JSON.stringify(layers));
  for (const weight of network.getWeights()) {
    const values = weight.dataSync();
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
