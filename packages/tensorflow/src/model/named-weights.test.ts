import { beforeAll, describe, expect, it } from 'vitest';
import { sgd } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { wave } from '../../test/small-network.js';
import { gru } from '../layers/index.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from '../training/trainer.js';
import { namedWeights } from './clone-model.js';

beforeAll(async () => void (await startBackend()), 600_000);

function bidirectional(): tf.LayersModel {
  const input = tf.input({ shape: [4, 3] });
  const layer = gru({ units: 2 }) as tf.RNN;
  const both = tf.layers.bidirectional({ layer, mergeMode: 'concat', name: 'both' }).apply(input);
  const scores = tf.layers.dense({ units: 3, activation: 'softmax', name: 'predictions' }).apply(both);
  return tf.model({ inputs: input, outputs: scores as tf.SymbolicTensor });
}

describe('weight names', () => {
  it('distinguish the two directions of a bidirectional layer', () => {
    const network = bidirectional();
    const names = ['kernel', 'recurrent_kernel', 'bias', 'kernel_1', 'recurrent_kernel_1', 'bias_1'];
    expect([...namedWeights(network).keys()].slice(0, 6)).toEqual(names.map((name) => `both/${name}`));
    network.dispose();
  });

  it.each(['auto', 'eager'] as const)(
    'allow the weights of both directions to train, execution %s',
    async (execution) => {
      const network = bidirectional();
      const labels = Int32Array.from({ length: 16 }, (_, index) => index % 3);
      const trainer = new Trainer({
        epochs: 8,
        batchSize: 8,
        loss: 'categoricalCrossentropy',
        execution,
        random: new TestRandom(),
        optimizer: sgd({ learningRate: 0.1, momentum: 0, nesterov: false }),
        progress: new QuietProgress(),
        tracker: new RecordingTracker(),
        signal: new AbortController().signal,
      });
      const data = new ArrayDataset(wave(16 * 12, 1), [4, 3], labels);
      const card = { architecture: 'test', input: { shape: ['batch', 4, 3] } };
      const { model } = await trainer.fit({ network, card }, data);
      const before = namedWeights(network);
      for (const [name, { weight }] of namedWeights(model.network)) {
        const start = before.get(name)?.weight.read().dataSync().join();
        expect(weight.read().dataSync().join(), name).not.toBe(start);
      }
      for (const used of [network, model.network]) used.dispose();
    },
  );
});
