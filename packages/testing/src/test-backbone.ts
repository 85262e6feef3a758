import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { Model, ModelSpec, NodeStatics } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { noise, setFormulaWeights } from './formula-weights.js';
import { completeConfig, runNode } from './run-node.js';

/** Some of the numbers of a tensor: each `every`-th, and the largest absolute one. */
export interface SampledNumbers {
  readonly shape: readonly number[];
  readonly largest: number;
  readonly every: number;
  readonly values: readonly number[];
}

/** What Keras gives for one of its applications, as `fixtures/keras-backbones.py` records it. */
export interface KerasBackbone {
  /** The name of Keras' function: `MobileNetV2`. */
  readonly keras: string;
  /** The options of the node. */
  readonly config: { readonly inputSize: readonly [number, number]; readonly [option: string]: unknown };
  /** Of the weights, see `setFormulaWeights`. */
  readonly gain?: number;
  readonly parameters: number;
  /** Names of the layers above the input. */
  readonly layers: readonly string[];
  readonly output: SampledNumbers;
}

const TOLERANCE = 1e-4;

/**
 * Checks that a backbone is what Keras builds, and gives what Keras gives with the same weights: layers and shapes as they are inferred
 * and as they are built, parameters, and the output for two images, to 1e-4 of its largest number. Rejects with what differs.
 */
export async function testBackbone(nodeClass: NodeStatics, expected: KerasBackbone): Promise<void> {
  await startBackend();
  const config = { ...expected.config, weights: 'none' } as object;
  const spec = inferred(nodeClass, config);
  const model = (await runNode(nodeClass, { inputs: {}, config })).outputs.model as Model;
  const { network } = model;
  const layers = network.layers.map((layer) => ({ name: layer.name, kind: kindOf(layer) }));
  const planned = spec.layers?.map(({ name, kind }) => ({ name, kind }));
  deepStrictEqual(layers, planned, 'the layers are not those inferred');
  deepStrictEqual(['batch', ...network.outputs[0].shape.slice(1)], spec.output?.shape, 'nor is the shape');
  deepStrictEqual(
    network.layers.slice(1).map(({ name }) => name),
    expected.layers,
    'the layers are not those of Keras',
  );
  strictEqual(network.countParams(), expected.parameters, 'the parameters are not as many as in Keras');
  setFormulaWeights(network, expected.gain);
  compareNumbers(await outputsFor(network, expected.config.inputSize), expected.output, TOLERANCE, 'output');
  disposeModel(model);
}

/** Compares numbers with sampled ones, relative to the largest. */
export function compareNumbers(
  found: Float32Array,
  { largest, every, values }: SampledNumbers,
  tolerance: number,
  what: string,
): void {
  for (const [index, value] of values.entries()) {
    const difference = Math.abs(found[index * every] - value) / largest;
    ok(difference <= tolerance, `${what}: number ${index * every} is ${found[index * every]}, in Keras ${value}`);
  }
}

/** What a network gives for two images of noise. */
export async function outputsFor(
  network: tf.LayersModel,
  [height, width]: readonly [number, number],
): Promise<Float32Array> {
  const images = noise(2 * height * width * 3, 0.5);
  const output = tf.tidy(() => network.predict(tf.tensor(images, [2, height, width, 3])) as tf.Tensor);
  const values = Float32Array.from(await output.data<'float32'>());
  output.dispose();
  return values;
}

function inferred(nodeClass: NodeStatics, config: object): ModelSpec {
  const { infer } = nodeClass as unknown as { infer(given: object): { model: ModelSpec } };
  return infer({ inputs: {}, config: completeConfig(nodeClass, config) }).model;
}

/** The name that layers have in Keras: ours for pooling that keeps its axes is another one. */
const kindOf = (layer: tf.layers.Layer) => layer.getClassName().replace(/KeepDims$/, '');
