import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { Model, ModelSpec, NodeStatics } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { noise, setFormulaWeights } from './formula-weights.js';
import { completeConfig, runNode } from './run-node.js';

/** A sample of a tensor: every `every`-th value, and the largest absolute value. */
export interface SampledNumbers {
  readonly shape: readonly number[];
  readonly largest: number;
  readonly every: number;
  readonly values: readonly number[];
}

/** The layers and outputs of a Keras application, as recorded by `fixtures/keras-backbones.py`. */
export interface KerasBackbone {
  /** Name of Keras' function: `MobileNetV2`. */
  readonly keras: string;
  /** Options of the node. */
  readonly config: { readonly inputSize: readonly [number, number]; readonly [option: string]: unknown };
  /** Gain of the weights, see `setFormulaWeights`. */
  readonly gain?: number;
  readonly parameters: number;
  /** Names of the layers, without the input. */
  readonly layers: readonly string[];
  readonly output: SampledNumbers;
}

const TOLERANCE = 1e-4;

/**
 * Checks that a backbone equals Keras': inferred and built layers and shapes, parameters, and, with the same weights, the output for two
 * images to 1e-4 of its largest value. Rejects with the differences.
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

/** Compares values with a sample, relative to the largest value. */
export function compareNumbers(
  found: Float32Array,
  { largest, every, values }: SampledNumbers,
  tolerance: number,
  what: string,
): void {
  for (const [index, value] of values.entries()) {
    const difference = Math.abs(found[index * every] - value) / largest;
    ok(difference <= tolerance, `${what}: value ${index * every} is ${found[index * every]}, in Keras ${value}`);
  }
}

/** Returns the output of a network for two noise images. */
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

/** Returns Keras' name of a layer; ours differs for pooling that keeps its axes. */
const kindOf = (layer: tf.layers.Layer) => layer.getClassName().replace(/KeepDims$/, '');
