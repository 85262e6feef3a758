import type { Model } from '@expgraph/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { ArrayDataset, MemoryStore, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { wave, weightsOf } from '../../test/small-network.js';
import { withWaves } from '../../test/with-waves.js';
import { bidirectional, convLstm2d, gru, lstm, simpleRnn } from '../layers/index.js';
import { disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel } from './evaluate-model.js';
import { Trainer, type TrainerOptions } from './trainer.js';

const [STREAMS, WINDOWS, TIME] = [8, 12, 2];
const executions = ['auto', 'eager'] as const;

/**
 * Interleaved streams of windows that end with 1 or -1. The class of a window is the last value of the previous one.
 */
function streams(name = 'train', windows = WINDOWS): ArrayDataset {
  const random = new TestRandom(name);
  const ends = Array.from({ length: STREAMS * windows }, () => random.integer(2));
  const features = ends.flatMap((end) => [...Array.from({ length: TIME - 1 }, () => 0), 2 * end - 1]);
  const labels = Int32Array.from(ends, (_, index) => ends[index - STREAMS] ?? 0);
  return new ArrayDataset(Float32Array.from(features), [TIME, 1], labels, 2);
}

const sequenceModel = (...layers: tf.layers.Layer[]) => sequenceModelOf(undefined, layers);

/** With a batch size, the network accepts only batches of that size, and its layers keep their states themselves. */
function sequenceModelOf(batchSize: number | undefined, layers: readonly tf.layers.Layer[]): Model {
  const top = tf.layers.dense({ units: 2, activation: 'softmax', name: 'top' });
  const network = tf.sequential({
    layers: [tf.layers.inputLayer({ inputShape: [TIME, 1], batchSize }), ...layers, top],
  });
  return { network: withWaves(network), card: { architecture: 'sequence', input: { shape: ['batch', TIME, 1] } } };
}

/** Returns a network with the layers' outputs at all timesteps. */
const stepByStep = (inputShape: number[], layers: tf.layers.Layer[]): tf.LayersModel =>
  withWaves(tf.sequential({ layers: [tf.layers.inputLayer({ inputShape }), ...layers, tf.layers.flatten()] }));

const oneLayer = (stateful = true) => sequenceModel(simpleRnn({ units: 8, stateful, name: 'layer' }));

const options = (changes: Partial<TrainerOptions> = {}): TrainerOptions => ({
  epochs: 3,
  batchSize: STREAMS,
  loss: 'categoricalCrossentropy',
  optimizer: adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  random: new TestRandom(),
  progress: new QuietProgress(),
  tracker: new RecordingTracker(),
  signal: new AbortController().signal,
  ...changes,
});

/** Interrupts a training within an epoch, as Ctrl-C does. */
class StopsAfter extends ArrayDataset {
  private steps = 0;

  constructor(
    private readonly data: ArrayDataset,
    private readonly last: number,
    private readonly controller: AbortController,
  ) {
    super(new Float32Array(0), [TIME, 1], data.labels(), 2);
  }

  override async read(indices: ArrayLike<number>) {
    this.steps += 1;
    if (this.steps > this.last) this.controller.abort(new Error('interrupted'));
    return this.data.read(indices);
  }
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('a stateful network', () => {
  it.each(executions)('learns labels that depend on the previous batch, execution %s', async (execution) => {
    const accuracy = async (stateful: boolean) => {
      const trainer = new Trainer(options({ epochs: 6, execution }));
      const { model, history } = await trainer.fit(oneLayer(stateful), streams('train', 60), streams('held out', 60));
      disposeModel(model);
      return history.val_accuracy.at(-1) as number;
    };
    expect(await accuracy(true)).toBeGreaterThan(0.9);
    expect(await accuracy(false)).toBeLessThan(0.65);
  });

  it.each([
    ['an LSTM', [2], (stateful: boolean) => [lstm({ units: 3, stateful, returnSequences: true })]],
    [
      'a GRU on another',
      [2],
      (stateful: boolean) => [3, 2].map((units) => gru({ units, stateful, returnSequences: true })),
    ],
    [
      'a convolutional LSTM',
      [3, 3, 1],
      (stateful: boolean) => [
        convLstm2d({ filters: 2, kernelSize: 2, padding: 'same', stateful, returnSequences: true }),
      ],
    ],
  ])('gives windows of a sequence the same scores as the whole sequence: %s', async (_, shape, layers) => {
    const rows = 2;
    const width = shape.reduce((product, size) => product * size, 1);
    const [whole, inWindows] = [
      stepByStep([TIME * WINDOWS, ...shape], layers(false)),
      stepByStep([TIME, ...shape], layers(true)),
    ];
    const values = wave(rows * TIME * WINDOWS * width, 3);
    const expected = tf.tidy(() => {
      const sequences = tf.tensor(values, [rows, TIME * WINDOWS, ...shape]);
      return (whole.predict(sequences) as tf.Tensor).arraySync() as number[][];
    });
    // The first window of each row, then the second.
    const windows = Float32Array.from({ length: values.length }, (_, index) => {
      const [window, rest] = [Math.floor(index / (rows * TIME * width)), index % (rows * TIME * width)];
      const row = Math.floor(rest / (TIME * width));
      return values[(row * WINDOWS + window) * TIME * width + (rest % (TIME * width))];
    });
    const data = new ArrayDataset(windows, [TIME, ...shape], new Int32Array(rows * WINDOWS));
    const model = { network: inWindows, card: { architecture: 'steps', input: { shape: ['batch', TIME, ...shape] } } };
    const { predictions } = await evaluateModel(model, data, { ...options(), batchSize: rows });
    const outputs = predictions.scores.length / (rows * WINDOWS);
    for (const [index, score] of predictions.scores.entries()) {
      const [example, output] = [Math.floor(index / outputs), index % outputs];
      const [window, row] = [Math.floor(example / rows), example % rows];
      expect(score).toBeCloseTo(expected[row][window * outputs + output], 5);
    }
    for (const network of [whole, inWindows]) network.dispose();
  });

  it.each(executions)('starts evaluation from zeros without affecting training, execution %s', async (execution) => {
    const fit = (validation?: ArrayDataset) =>
      new Trainer(options({ execution })).fit(oneLayer(), streams(), validation);
    const [alone, measured] = [await fit(), await fit(streams('held out'))];
    expect(weightsOf(measured.model)).toEqual(weightsOf(alone.model));
    const { metrics } = await evaluateModel(measured.model, streams('held out'), options());
    expect(measured.history.val_loss.at(-1)).toBeCloseTo(metrics.loss, 5);
  });

  it.each(executions.flatMap((execution) => [13, 18, 24].map((step) => [execution, step] as const)))(
    'ends with the same bytes when interrupted within an epoch, execution %s, read %i',
    async (execution, step) => {
      const layers = () => sequenceModel(bidirectional({ layer: lstm({ units: 3, stateful: true }), name: 'both' }));
      const whole = await new Trainer(options({ execution })).fit(layers(), streams());
      const [checkpoints, controller] = [new MemoryStore(), new AbortController()];
      const stopped = new Trainer(options({ execution, checkpoints, signal: controller.signal }));
      const data = new StopsAfter(streams(), step, controller);
      await expect(stopped.fit(layers(), data)).rejects.toThrow('interrupted');
      const resumed = await new Trainer(options({ execution, checkpoints })).fit(layers(), streams());
      expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
      expect(resumed.history).toEqual(whole.history);
    },
  );

  it.each(executions)('trains and evaluates with a fixed batch size as with any, execution %s', async (execution) => {
    const fit = async (batchSize?: number) => {
      const start = sequenceModelOf(batchSize, [lstm({ units: 3, stateful: true, name: 'layer' })]);
      const { model, history } = await new Trainer(options({ execution })).fit(start, streams(), streams('held out'));
      const { metrics } = await evaluateModel(model, streams('held out'), options());
      const weights = weightsOf(model);
      disposeModel(model);
      return { history, metrics, weights };
    };
    expect(await fit(STREAMS)).toEqual(await fit());
  });

  it('requires batches with the same number of rows', async () => {
    const fit = new Trainer(options({ batchSize: 7 })).fit(oneLayer(), streams());
    await expect(fit).rejects.toMatchObject({
      code: 'EXPGRAPH_TENSORFLOW_WHOLE_BATCHES',
      message: 'The model is stateful, but the 96 examples of "train" are not a multiple of the batch size, 7.',
    });
    await expect(evaluateModel(oneLayer(), streams(), { ...options(), batchSize: 7 })).rejects.toThrow('"data"');
  });

  it.each(executions)('leaks no tensors, execution %s', async (execution) => {
    const start = oneLayer();
    const before = tf.memory().numTensors;
    const { model } = await new Trainer(options({ execution })).fit(start, streams(), streams('held out'));
    await evaluateModel(model, streams(), options());
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('scores an example the same at any position with independent: true', async () => {
    const model = oneLayer();
    const given = { ...options(), independent: true };
    const size = 6;
    const one = streams().read([0]);
    const { features } = await one;
    const same = new ArrayDataset(
      Float32Array.from({ length: size * TIME }, (_, index) => features[index % TIME]),
      ...([[TIME, 1], new Int32Array(size), 2] as const),
    );
    const { predictions } = await evaluateModel(model, same, given);
    for (let row = 1; row < size; row += 1) expect(predictions.scores[row * 2]).toBeCloseTo(predictions.scores[0], 6);
  });
});
