import { ok, strictEqual } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Model, NodeStatics } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { noise } from './formula-weights.js';
import { pythonEnvironment } from './python-environment.js';
import { runNode } from './run-node.js';
import { compareNumbers, type KerasBackbone, outputsFor, type SampledNumbers } from './test-backbone.js';

const SCRIPT = fileURLToPath(new URL('../fixtures/keras-backbones.py', import.meta.url));
/** Keras numbers layers per session, so that a second model has other names. */
const FILES = ['model.h5', 'second.h5', 'model.weights.h5', 'model.keras'];
const LEARNING_RATE = 0.01;

/** A case of Keras' applications, as the config of a node. */
export type KerasCase = Pick<KerasBackbone, 'keras' | 'config' | 'gain'>;

interface Live {
  readonly output: SampledNumbers;
  readonly loss: number;
  /** Weights after one step, by layer and weight. */
  readonly weights: Readonly<Record<string, SampledNumbers>>;
  /** Changes of the weights in the step. */
  readonly changes: Readonly<Record<string, SampledNumbers>>;
}

/**
 * Maximum distance between the change of a weight and that of Keras, relative to its norm. Rounding decides whether activations near zero
 * pass a ReLU; in the last stages of a small image, a single one contributes visibly to a gradient.
 */
const CHANGE_TOLERANCE = 0.05;

/**
 * Has Keras write the files and values of cases, each into the folder of its index. One process for all, since TensorFlow takes seconds
 * to start. Installs Keras, which takes minutes the first time.
 */
export async function writeWithKeras(cases: readonly KerasCase[], folder: string): Promise<void> {
  const python = join(await pythonEnvironment('keras', ['tensorflow-cpu==2.21.0']), 'python');
  const given = cases.map((one, index) => ({ ...one, folder: join(folder, String(index)) }));
  await Promise.all(given.map((one) => mkdir(one.folder, { recursive: true })));
  await promisify(execFile)(python, [SCRIPT, 'live', JSON.stringify(given)]);
}

/**
 * Checks a backbone with files that Keras has written, see `writeWithKeras`: each file format gives the outputs of Keras to 1e-4, and one
 * SGD step, with batch normalization in training mode, gives its loss and weights to 1e-3, with the same change of each weight. Use images
 * large enough that the last feature maps have several positions: batch normalization of one or two values leaves mostly rounding.
 */
export async function testBackboneInKeras(
  nodeClass: NodeStatics,
  { config }: Pick<KerasCase, 'config'>,
  folder: string,
): Promise<void> {
  await startBackend();
  const live = JSON.parse(await readFile(join(folder, 'numbers.json'), 'utf8')) as Live;
  for (const file of FILES) {
    const options = { inputs: {}, config: { ...config, weights: join(folder, file) } as object };
    const model = (await runNode(nodeClass, options)).outputs.model as Model;
    compareNumbers(await outputsFor(model.network, config.inputSize), live.output, 1e-4, file);
    if (file === FILES[0]) compareStep(model.network, config.inputSize, live);
    disposeModel(model);
  }
}

function compareStep(network: tf.LayersModel, [height, width]: readonly [number, number], live: Live): void {
  const { shape } = live.output;
  const before = network.layers.flatMap((layer) => layer.weights.map(valuesOf));
  const size = shape.reduce((product, length) => product * length, 1);
  tf.tidy(() => {
    const images = tf.tensor(noise(2 * height * width * 3, 0.5), [2, height, width, 3]);
    const target = tf.tensor(noise(size, 0.25), [...shape]);
    const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { value, grads } = tf.variableGrads(() => {
      const output = network.apply(images, { training: true }) as tf.Tensor;
      return tf.losses.meanSquaredError(target, output);
    }, variables);
    const [loss] = value.dataSync();
    ok(Math.abs(loss - live.loss) <= 1e-3 * live.loss, `the loss is ${loss}, in Keras ${live.loss}`);
    for (const variable of variables) variable.assign(tf.sub(variable, tf.mul(grads[variable.name], LEARNING_RATE)));
  });
  const weights = network.layers.flatMap((layer) => layer.weights.map((weight) => ({ layer, weight })));
  for (const [index, { layer, weight }] of weights.entries()) {
    const name = (weight.originalName.split('/').at(-1) as string).replace('depthwise_kernel', 'kernel');
    const expected = live.weights[`${layer.name}/${name}`];
    if (name === 'count') continue;
    ok(expected, `Keras has no ${layer.name}/${name}`);
    strictEqual(weight.shape.join(), expected.shape.join());
    const after = valuesOf(weight);
    compareNumbers(after, expected, 1e-3, `${layer.name}/${name} after a step`);
    const change = after.map((value, place) => value - before[index][place]);
    compareChange(change, `${layer.name}/${name}`, live);
  }
}

/** Compares the changes too: with a small step, a weight that has not changed at all is within 1e-3 of the expected value. */
function compareChange(found: Float32Array, name: string, { weights, changes }: Live): void {
  const { every, values } = changes[name];
  const layer = `${name.split('/')[0]}/`;
  const ofLayer = Object.entries(changes).filter(([other]) => other.startsWith(layer));
  // A bias before batch normalization changes only by rounding, and float32 cannot represent less than its last digit.
  const rounding = 1e-3 * Math.max(...ofLayer.map(([, { largest }]) => largest)) + 2e-7 * weights[name].largest;
  const apart = Math.hypot(...values.map((value, index) => found[index * every] - value));
  const allowed = CHANGE_TOLERANCE * Math.hypot(...values) + rounding * Math.sqrt(values.length);
  ok(apart <= allowed, `the change of ${name} is ${apart} apart from that of Keras, allowed ${allowed}`);
}

const valuesOf = (weight: tf.LayerVariable) => weight.read().dataSync<'float32'>().slice();
