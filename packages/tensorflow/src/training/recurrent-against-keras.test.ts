import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sgd } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { withWaves } from '../../test/with-waves.js';
import { bidirectional, gru, gruCell, lstm, lstmCell, rnn, simpleRnn } from '../layers/index.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from './trainer.js';

const [STEPS, BATCH, TIME, TOKENS, CLASSES] = [50, 20, 6, 12, 3];
const { losses } = JSON.parse(
  readFileSync(new URL('../../fixtures/keras-sequences.json', import.meta.url), 'utf8'),
) as {
  losses: Record<string, number[]>;
};

const LAYERS: Readonly<Record<string, () => tf.layers.Layer>> = {
  simpleRnn: () => simpleRnn({ units: 6 }),
  lstm: () => lstm({ units: 6 }),
  gru: () => gru({ units: 6 }),
  gruResetBefore: () => gru({ units: 6, resetAfter: false }),
  bidirectional: () => bidirectional({ layer: lstm({ units: 4 }) }),
  stacked: () => rnn({ cell: [gruCell({ units: 5 }), lstmCell({ units: 4 })] }),
};

/** The batches of `keras-sequences.py`, one per epoch. */
class PaddedTokens extends ArrayDataset {
  private step = -1;

  override async read() {
    this.step += 1;
    const features = Float32Array.from({ length: BATCH * TIME }, (_, index) => {
      const [example, time] = [Math.floor(index / TIME), index % TIME];
      const counts = time >= example % 4 && time < TIME - Math.floor(example / 4);
      return counts ? 1 + ((example * 5 + time * 7 + this.step) % (TOKENS - 1)) : 0;
    });
    const labels = Int32Array.from({ length: BATCH }, (_, index) => (index * 7 + this.step) % CLASSES);
    return { features, labels, shape: [BATCH, TIME] };
  }
}

function network(layer: tf.layers.Layer): tf.LayersModel {
  const network = tf.sequential();
  network.add(tf.layers.embedding({ inputDim: TOKENS, outputDim: 5, maskZero: true, batchInputShape: [null, TIME] }));
  network.add(layer);
  network.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  return withWaves(network, 10);
}

describe('training on padded tokens against Keras, from the same weights on the same batches', () => {
  beforeAll(async () => void (await startBackend()), 600_000);

  it.each(
    Object.keys(LAYERS).flatMap(
      (name) =>
        [
          [name, 'auto'],
          [name, 'eager'],
        ] as const,
    ),
  )(
    'matches the losses of %s (%s)',
    async (name, execution) => {
      const before = tf.memory().numTensors;
      const notices: string[] = [];
      const start = {
        network: network(LAYERS[name]()),
        card: { architecture: name, input: { shape: ['batch', TIME] } },
      };
      const trainer = new Trainer({
        epochs: STEPS,
        batchSize: BATCH,
        loss: 'categoricalCrossentropy',
        execution,
        optimizer: sgd({ learningRate: 0.2, momentum: 0, nesterov: false }),
        random: new TestRandom(),
        progress: new QuietProgress(),
        tracker: new RecordingTracker(),
        signal: new AbortController().signal,
        notice: (line: string) => void notices.push(line),
      });
      const data = new PaddedTokens(new Float32Array(BATCH * TIME), [TIME], new Int32Array(BATCH));
      const { model, history } = await trainer.fit(start, data);
      expect(notices).toEqual([]);
      expect(history.loss).toHaveLength(STEPS);
      for (const [step, loss] of losses[name].entries()) {
        expect(Math.abs(history.loss[step] - loss), `step ${step}`).toBeLessThan(1e-4);
      }
      model.network.dispose();
      if (model.network !== start.network) start.network.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
    30_000,
  );
});
