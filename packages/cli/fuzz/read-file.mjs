import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readWeights } from '@expgraph/model-io/weights';
import images from '@expgraph/plugin-images';
import layers from '@expgraph/plugin-layers';
import text from '@expgraph/plugin-text';
import tfrecord from '@expgraph/plugin-tfrecord';
import timeseries from '@expgraph/plugin-timeseries';
import { nodeTypeOf } from '@expgraph/sdk';
import { runNode } from '@expgraph/testing';

const plugins = [images, layers, text, tfrecord, timeseries];
const nodes = new Map(plugins.flatMap((plugin) => plugin.nodes ?? []).map((found) => [nodeTypeOf(found), found]));

/** Reads a file completely, as an experiment does. */
export async function readFileAs([reader, source, config], folder) {
  await access(join(folder, source));
  if (reader === 'weights') return void (await readWeights(join(folder, source)));
  if (reader === 'vectors') return readVectors(source, folder);
  const { outputs } = await runNode(nodes.get(reader), {
    inputs: {},
    config: { source, ...config },
    folder,
    plugins: others(reader),
  });
  const data = outputs.data;
  if (reader === 'load/images' || reader === 'load/tfrecord') await data.read([0]);
}

/** Decodes the images in records. */
const others = (reader) => (reader === 'load/tfrecord' ? [images] : []);

/** Word vectors are read by the node that builds an embedding of them. */
async function readVectors(vectors, folder) {
  const tokens = ['the', 'of'];
  const features = { dtype: 'int32', shape: ['batch', 4], vocabularySize: tokens.length + 3 };
  const inputs = { data: { spec: { kind: 'dataset', features } }, vocabulary: { tokens, counts: [1, 1] } };
  const { outputs } = await runNode(nodes.get('model/embedding'), {
    inputs,
    config: { vectors, outputDim: 3 },
    folder,
  });
  outputs.model.network.dispose();
}
