import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sgd } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { wave } from '../../test/small-network.js';
import { withWaves } from '../../test/with-waves.js';
import { bidirectional, gru, gruCell, lstm, lstmCell, rnn, simpleRnn } from '../layers/index.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel } from './evaluate-model.js';
import { Trainer } from './trainer.js';

const [EPOCHS, STEPS, BATCH, TIME, FEATURES, CLASSES] = [10, 5, 4, 6, 3, 3];
const { recorded } = JSON.parse(
  readFileSync(new URL('../../fixtures/keras-stateful.json', import.meta.url), 'utf8'),
) as {
  recorded: Record<string, { readonly losses: number[]; readonly scores: number[] }>;
};

const stateful = true;
const LAYERS: Readonly<Record<string, () => tf.layers.Layer>> = {
  simpleRnn: () => simpleRnn({ units: 6, stateful }),
  lstm: () => lstm({ units: 6, stateful }),
  gru: () => gru({ units: 6, stateful }),
  gruResetBefore: () => gru({ units: 6, resetAfter: false, stateful }),
  bidirectional: () => bidirectional({ layer: lstm({ units: 4, stateful }) }),
  stacked: () => rnn({ cell: [gruCell({ units: 5 }), lstmCell({ units: 4 })], stateful }),
};

/** The sequences of `keras-stateful.py`, some of which end early. */
function sequences(): ArrayDataset {
  const size = STEPS * BATCH;
  const features = wave(size * TIME * FEATURES, 1).map((value, index) => {
    const [example, time] = [Math.floor(index / (TIME * FEATURES)), Math.floor(index / FEATURES) % TIME];
    return time >= TIME - (example % 3) ? 0 : value;
  });
  const labels = Int32Array.from({ length: size }, (_, index) => (index * 7) % CLASSES);
  return new ArrayDataset(features, [TIME, FEATURES], labels);
}

function network(layer: tf.layers.Layer): tf.LayersModel {
  const network = tf.sequential();
  network.add(tf.layers.masking({ maskValue: 0, batchInputShape: [null, TIME, FEATURES] }));
  network.add(layer);
  network.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  return withWaves(network, 10);
}

const executions = ['auto', 'eager'] as const;

describe('stateful networks against Keras, from the same weights on the same batches', () => {
  beforeAll(async () => void (await startBackend()), 600_000);

  it.each(Object.keys(LAYERS).flatMap((name) => executions.map((execution) => [name, execution] as const)))(
    'match the losses and scores of %s (%s)',
    async (name, execution) => {
      const before = tf.memory().numTensors;
      const notices: string[] = [];
      const start = {
        network: network(LAYERS[name]()),
        card: { architecture: name, input: { shape: ['batch', TIME, FEATURES] } },
      };
      const losses: number[] = [];
      const common = {
        batchSize: BATCH,
        loss: 'categoricalCrossentropy',
        signal: new AbortController().signal,
      } as const;
      const trainer = new Trainer({
        ...common,
        epochs: EPOCHS,
        execution,
        optimizer: sgd({ learningRate: 0.2, momentum: 0, nesterov: false }),
        random: new TestRandom(),
        tracker: new RecordingTracker(),
        // Progress shows the running mean of the epoch.
        progress: Object.assign(new QuietProgress(), {
          start: () => ({ advance() {}, end() {}, show: ({ loss }: Record<string, number>) => void losses.push(loss) }),
        }),
        notice: (line: string) => void notices.push(line),
      });
      const { model } = await trainer.fit(start, sequences());
      expect(notices).toEqual([]);
      expect(losses).toHaveLength(EPOCHS * STEPS);
      for (const [step, loss] of recorded[name].losses.entries()) {
        const position = step % STEPS;
        const found = losses[step] * (position + 1) - (position > 0 ? losses[step - 1] * position : 0);
        expect(Math.abs(found - loss), `step ${step}`).toBeLessThan(1e-4);
      }
      const { predictions } = await evaluateModel(model, sequences(), common);
      for (const [index, score] of recorded[name].scores.entries())
        expect(Math.abs(predictions.scores[index] - score), `score ${index}`).toBeLessThan(1e-4);
      model.network.dispose();
      if (model.network !== start.network) start.network.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
