import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exportModel } from '@expgraph/model-io/export';
import { assignWeights, readWeights } from '@expgraph/model-io/weights';
import { pythonEnvironment } from '@expgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sgd } from '../../test/optimizers.js';
import { inKeras, layerOf, type RecurrentCase, recurrentCases, trainedCases } from '../../test/recurrent-cases.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { wave } from '../../test/small-network.js';
import { DTYPE } from '../graph/graph-def.js';
import { NetworkFunction } from '../graph/network-function.js';
import { withPlainRecurrence } from '../kernels/plain-recurrence.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from './trainer.js';

const script = fileURLToPath(new URL('../../fixtures/keras-cells.py', import.meta.url));

interface Computed {
  readonly shape: readonly number[];
  /** The initial biases, before the test sets any. */
  readonly biases: readonly (readonly number[])[];
  /** By call. */
  readonly outputs: readonly (readonly number[])[];
  /** Gradients of the inputs and of each weight in the last call. */
  readonly gradients: readonly (readonly number[])[];
}
interface Answers {
  readonly layers: Readonly<Record<string, Computed>>;
  readonly networks: Readonly<Record<string, { readonly losses: readonly number[]; readonly apart: number }>>;
}

const cases = recurrentCases(40, 7);

const [STEPS, CLASSES, RATE] = [50, 3, 0.2];
/** The trained networks, here and in Keras: `masked steps -> layer -> dense`, or `layer -> flatten -> dense`. */
const networks = trainedCases.map((one) => ({ ...one, steps: STEPS, classes: CLASSES, rate: RATE }));
const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** Builds the layer by placing it in a network. */
function built(one: RecurrentCase, batchSize: number | null) {
  const inputs = tf.input({ batchShape: [batchSize, ...one.shape.slice(1)] });
  const layer = layerOf(one);
  const network = tf.model({ inputs, outputs: layer.apply(inputs) as tf.SymbolicTensor });
  const named = layer.trainableWeights.filter(({ originalName }) => originalName.endsWith('/bias'));
  const biases = named.map((weight) => [...weight.read().dataSync()]);
  for (const [index, weight] of layer.trainableWeights.entries()) {
    const shape = weight.shape as number[];
    tf.tidy(() => void weight.write(tf.tensor(wave(sizeOf(shape), 10 + index), shape)));
  }
  return { layer, network, biases };
}

/** Returns the outputs, then the gradients of the inputs and of each weight. */
function outputsAndGradients(one: RecurrentCase, layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor[] {
  const outputs: tf.Tensor[] = [];
  const mask = one.mask && tf.tensor(one.mask as boolean[][], undefined, 'bool');
  const weights = layer.trainableWeights.map((weight) => weight.read());
  const { grads } = tf.engine().gradients(() => {
    const y = layer.call(x, mask ? { mask } : {}) as tf.Tensor;
    outputs.push(tf.keep(tf.clone(y)));
    return tf.sum(tf.mul(y, tf.tensor(wave(sizeOf(y.shape), 2), y.shape)));
  }, [x, ...weights]);
  return [...outputs, ...grads];
}

const inputOf = (one: RecurrentCase, call: number) => wave(sizeOf(one.shape), 1 + call);

/** Computes eagerly; the layer keeps its states. */
async function computedEagerly(one: RecurrentCase): Promise<Computed> {
  const { layer, network, biases } = built(one, one.shape[0]);
  const calls = Array.from({ length: one.calls }, (_, call) => {
    const tensors = outputsAndGradients(one, layer, tf.tensor(inputOf(one, call), [...one.shape]));
    const [{ shape }] = tensors;
    const values = tensors.map((tensor) => [...tensor.dataSync()]);
    tf.dispose(tensors);
    return { shape, values };
  });
  network.dispose();
  const [{ shape }] = calls;
  return {
    shape,
    biases,
    outputs: calls.map(({ values }) => values[0]),
    gradients: calls[one.calls - 1].values.slice(1),
  };
}

/** Computes as a graph, which keeps the states. */
async function computedAsGraph(one: RecurrentCase): Promise<Computed> {
  const { layer, network, biases } = built(one, null);
  let shape: readonly number[] = [];
  const compiled = new NetworkFunction(network, [{ shape: one.shape, dtype: 'float32' }], ([x]) => {
    const tensors = outputsAndGradients(one, layer, x);
    shape = tensors[0].shape;
    return tensors;
  });
  const calls: number[][][] = [];
  for (let call = 0; call < one.calls; call += 1) {
    const found = await compiled.run([{ dtype: DTYPE.float32, shape: one.shape, values: inputOf(one, call) }]);
    calls.push(found.map((values) => [...values]));
  }
  compiled.dispose();
  network.dispose();
  return { shape, biases, outputs: calls.map(([y]) => y), gradients: calls[one.calls - 1].slice(1) };
}

const WAYS = {
  eagerly: computedEagerly,
  'as a graph': computedAsGraph,
  'with plain operations of tfjs': (one: RecurrentCase) => {
    // The computation is synchronous, so it ends before the switch is reset.
    return withPlainRecurrence(() => computedEagerly(one));
  },
};

/** Returns the largest difference, relative to the largest expected value or to 1 if all are smaller. */
function apart(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.NaN;
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(found[index] - value) / largest), 0);
}

type Trained = (typeof networks)[number];

/** The batches of `keras-cells.py`, one per epoch. */
class OneBatchPerEpoch extends ArrayDataset {
  private step = -1;

  constructor(private readonly of: Trained) {
    super(new Float32Array(sizeOf(of.shape)), of.shape.slice(1), new Int32Array(of.shape[0]));
  }

  override async read() {
    this.step += 1;
    const [batch, time] = this.of.shape;
    const features = wave(sizeOf(this.of.shape), 100 + this.step);
    if (this.of.shape.length === 3) {
      for (const [index] of features.entries()) {
        const row = Math.floor(index / (time * this.of.shape[2]));
        const at = Math.floor(index / this.of.shape[2]) % time;
        if (at < row % 4 || at >= time - Math.floor(row / 4)) features[index] = 0;
      }
    }
    const labels = Int32Array.from({ length: batch }, (_, index) => (index * 7 + this.step) % CLASSES);
    return { features, labels, shape: [...this.of.shape] };
  }
}

/** Returns the network of a case. Its weights follow a formula, shifted by `phase`. */
function networkOf(one: Trained, phase = 0): tf.LayersModel {
  const network = tf.sequential();
  const film = one.shape.length > 3;
  const batchInputShape = [null, ...one.shape.slice(1)];
  if (!film) network.add(tf.layers.masking({ maskValue: 0, batchInputShape }));
  network.add(layerOf(one, film ? { batchInputShape } : {}));
  if (film) network.add(tf.layers.flatten());
  network.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  for (const [index, weight] of network.weights.entries()) {
    const shape = weight.shape as number[];
    tf.tidy(() => void weight.write(tf.tensor(wave(sizeOf(shape), 10 + index + phase), shape)));
  }
  return network;
}

// Installing Keras takes minutes, so only the full suite compares with its latest version.
describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('recurrent cells against Keras', () => {
  let folder: string;
  let keras: Answers;

  beforeAll(async () => {
    await startBackend();
    folder = await mkdtemp(join(tmpdir(), 'expgraph-cells-'));
    for (const one of networks) {
      const network = networkOf(one);
      await mkdir(join(folder, one.key));
      await exportModel({ network, card: { architecture: one.key, input: {} } }, 'keras', join(folder, one.key));
      network.dispose();
    }
    await writeFile(
      join(folder, 'cells.json'),
      JSON.stringify({ layers: cases.map(inKeras), networks: networks.map(inKeras) }),
    );
    const bin = await pythonEnvironment('keras', ['tensorflow-cpu==2.21.0']);
    await promisify(execFile)(join(bin, 'python'), [script, folder], { maxBuffer: 1 << 28 });
    keras = JSON.parse(await readFile(join(folder, 'keras.json'), 'utf8'));
  }, 900_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe.each(Object.entries(WAYS))('%s', (_, compute) => {
    it.each(cases.map((one) => [one.key, one] as const))('%s', async (key, one) => {
      const expected = keras.layers[key];
      tf.engine().startScope();
      const found = await compute(one);
      tf.engine().endScope();
      expect(found.shape).toEqual(expected.shape);
      expect(found.biases).toEqual(expected.biases);
      expect(found.outputs).toHaveLength(one.calls);
      for (const [call, values] of expected.outputs.entries())
        expect(apart(found.outputs[call], values), `outputs of call ${call}`).toBeLessThan(1e-5);
      expect(found.gradients).toHaveLength(expected.gradients.length);
      for (const [index, values] of expected.gradients.entries())
        expect(apart(found.gradients[index], values), `gradient ${index}`).toBeLessThan(1e-4);
    });
  });

  describe.each(networks.map((one) => [one.key, one] as const))('a network of %s', (key, one) => {
    it.each(['auto', 'eager'] as const)('learns as in Keras (%s)', async (execution) => {
      const before = tf.memory().numTensors;
      const notices: string[] = [];
      const start = {
        network: networkOf(one),
        card: { architecture: key, input: { shape: ['batch', ...one.shape.slice(1)] } },
      };
      const trainer = new Trainer({
        epochs: STEPS,
        batchSize: one.shape[0],
        loss: 'categoricalCrossentropy',
        execution,
        optimizer: sgd({ learningRate: RATE, momentum: 0, nesterov: false }),
        random: new TestRandom(),
        progress: new QuietProgress(),
        tracker: new RecordingTracker(),
        signal: new AbortController().signal,
        notice: (line: string) => void notices.push(line),
      });
      const { model, history } = await trainer.fit(start, new OneBatchPerEpoch(one));
      expect(notices).toEqual([]);
      const { losses } = keras.networks[key];
      expect(history.loss).toHaveLength(STEPS);
      for (const [step, loss] of losses.entries())
        expect(Math.abs(history.loss[step] / loss - 1), `step ${step}`).toBeLessThan(1e-4);
      model.network.dispose();
      if (model.network !== start.network) start.network.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('opens in Keras', () => expect(keras.networks[key].apart).toBeLessThan(1e-5));

    it('loads weights from a Keras file', async () => {
      const [expected, network] = [networkOf(one), networkOf(one, 50)];
      const source = `${key}.theirs.weights.h5`;
      assignWeights(network, await readWeights(join(folder, source)), source);
      for (const [index, weight] of expected.weights.entries())
        expect([...network.weights[index].read().dataSync()]).toEqual([...weight.read().dataSync()]);
      expected.dispose();
      network.dispose();
    });
  });
});
