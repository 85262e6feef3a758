import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '@expgraph/sdk';
import { DTYPE, type NodeAttribute, type SignatureTensor, type Values } from '@expgraph/tensorflow/graph';
import { tf } from '@expgraph/tensorflow/tfjs';
import { batchGraph } from './batch-graph.js';
import type { GraphNode } from './graph-builder.js';
import { operationNotInTfjs } from './messages.js';

/** Names of TensorFlow's data types in JSON. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  [DTYPE.float32]: 'DT_FLOAT',
  [DTYPE.int32]: 'DT_INT32',
  [DTYPE.bool]: 'DT_BOOL',
};

const WEIGHTS = 'weights.bin';

/**
 * Writes a network as a TensorFlow.js GraphModel, `model.json` and `weights.bin`, which `tf.loadGraphModel` reads in
 * browsers. It accepts batches of any size. The model's `metadata` is the card.
 * @param folder An empty folder.
 * @throws ExperimentError that names the layer that cannot be part of a graph, or of one of TensorFlow.js.
 */
export async function writeGraphModel(network: tf.LayersModel, card: ModelCard, folder: string): Promise<void> {
  const { nodes, inputs, outputs } = batchGraph(network);
  const constants = nodes.filter(({ operation }) => operation === 'Const').map(constantOf);
  const weights = constants.map(({ name, values }) => ({ name, shape: [...values.shape], dtype: dtypeOf(values) }));
  const weightData = new Uint8Array(tf.io.CompositeArrayBuffer.join(constants.map(({ values }) => bytesOf(values))));
  const artifacts = {
    format: 'graph-model',
    generatedBy: 'expgraph',
    signature: { inputs: ends(inputs), outputs: ends(outputs) },
    modelTopology: { node: nodes.map(nodeJson), library: {}, versions: { producer: 1087 } },
    userDefinedMetadata: { ...card },
  };
  await tryGraph(
    { ...artifacts, weightSpecs: weights, weightData: weightData.buffer } as tf.io.ModelArtifacts,
    network,
    nodes,
  );
  const weightsManifest = [{ paths: [WEIGHTS], weights }];
  await writeFile(join(folder, 'model.json'), JSON.stringify({ ...artifacts, weightsManifest }));
  await writeFile(join(folder, WEIGHTS), weightData);
}

const constantOf = ({ name, attributes }: GraphNode) => {
  const { tensor: values } = attributes.value as { readonly tensor: Values };
  return { name, values };
};

const dtypeOf = ({ dtype }: Values) =>
  (['float32', 'int32', 'bool'] as const).find((name) => DTYPE[name] === dtype) as 'float32';

const bytesOf = ({ values }: Values): ArrayBuffer =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice().buffer;

const shapeJson = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });

const ends = (tensors: readonly SignatureTensor[]) =>
  Object.fromEntries(
    tensors.map(({ key, tensor, dtype, shape }) => [
      key,
      { name: tensor, dtype: TYPE_NAMES[dtype], tensorShape: shapeJson(shape) },
    ]),
  );

function nodeJson({ name, operation, inputs, attributes }: GraphNode) {
  const attr = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeJson(value)]));
  // The first output of a node is named by the node alone.
  return { name, op: operation, input: inputs.map((input) => input.replace(/:0$/, '')), attr };
}

function attributeJson(attribute: NodeAttribute): object {
  if ('type' in attribute) return { type: TYPE_NAMES[attribute.type] };
  if ('int' in attribute) return { i: String(attribute.int) };
  if ('float' in attribute) return { f: attribute.float };
  if ('bool' in attribute) return { b: attribute.bool };
  if ('text' in attribute) return { s: Buffer.from(attribute.text).toString('base64') };
  if ('shape' in attribute) return { shape: shapeJson(attribute.shape) };
  if ('tensor' in attribute) {
    // The values are in the weights file.
    const { dtype, shape } = attribute.tensor;
    return { tensor: { dtype: TYPE_NAMES[dtype], tensorShape: shapeJson(shape) } };
  }
  if ('types' in attribute) return { list: { type: attribute.types.map((type) => TYPE_NAMES[type]) } };
  if ('ints' in attribute) return { list: { i: attribute.ints.map(String) } };
  if ('floats' in attribute) return { list: { f: attribute.floats } };
  return { list: { b: attribute.bools } };
}

/** Loads and runs the graph once, because TensorFlow.js reports unknown operations on execution only. */
async function tryGraph(
  artifacts: tf.io.ModelArtifacts,
  network: tf.LayersModel,
  nodes: readonly GraphNode[],
): Promise<void> {
  const model = await tf.loadGraphModel(tf.io.fromMemory(artifacts));
  try {
    tf.tidy(
      () =>
        void model.predict(
          network.inputs.map(({ shape, dtype }) =>
            tf.zeros(
              shape.map((size) => size ?? 1),
              dtype,
            ),
          ),
        ),
    );
  } catch (error) {
    const [, operation] = /Unknown op '(\w+)'/.exec(String(error)) ?? [];
    if (operation === undefined) throw error;
    const node = nodes.find((each) => each.operation === operation);
    throw operationNotInTfjs(node?.name.split('/').slice(0, -1).join('/') ?? '', operation);
  } finally {
    model.dispose();
  }
}
