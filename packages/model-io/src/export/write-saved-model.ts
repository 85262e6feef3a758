import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphDef } from '@expgraph/tensorflow/graph';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { batchGraph } from './batch-graph.js';

/**
 * Writes a network as a TensorFlow SavedModel: one file, `saved_model.pb`, with the signature `serving_default`, which
 * accepts batches of any size. Weights are constants of the graph, which TensorFlow folds when it loads the file; there
 * are no variables to train. Inputs and outputs are named after the network's layers.
 * @param folder An empty folder.
 * @throws ExperimentError that names the layer that cannot be part of a graph.
 */
export async function writeSavedModel(network: tf.LayersModel, folder: string): Promise<void> {
  const { nodes, ...signature } = batchGraph(network);
  const graph = new GraphDef();
  for (const { name, operation, inputs, attributes } of nodes) graph.add(operation, inputs, attributes, name);
  await writeFile(join(folder, 'saved_model.pb'), graph.serializeAsSavedModel(signature));
}
