import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sgd } from '../../test/optimizers.js';
import { ArrayDataset, FolderFiles, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { CLASSES, FEATURES, smallNetwork, wave, weightsOf } from '../../test/small-network.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { type LossOptions, lossPerExample } from './losses.js';
import { Trainer, type TrainerOptions } from './trainer.js';
import { weightedLoss } from './weighted-loss.js';

class Weighted extends ArrayDataset {
  override async read(indices: ArrayLike<number>) {
    return { ...(await super.read(indices)), weights: Float32Array.from(indices, (index) => (index % 4) * 0.5) };
  }
}
const labels = Int32Array.from({ length: 40 }, (_, index) => (index * 7) % CLASSES);
const data = () => new Weighted(wave(40 * FEATURES, 3), [FEATURES], labels);
const plain = () => new ArrayDataset(wave(40 * FEATURES, 3), [FEATURES], labels);

const fit = (train: ArrayDataset, validation: ArrayDataset, features?: TrainerOptions['features']) => {
  const start = smallNetwork();
  for (const layer of start.network.layers.slice(0, -1)) layer.trainable = false;
  return new Trainer({
    epochs: 3,
    batchSize: 8,
    loss: 'categoricalCrossentropy',
    features,
    optimizer: sgd({ learningRate: 0.2, momentum: 0, nesterov: false }),
    random: new TestRandom(),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    signal: new AbortController().signal,
  }).fit(start, train, validation);
};

beforeAll(async () => void (await startBackend()), 600_000);

describe('example weights', () => {
  it.each<[string, LossOptions, number, boolean]>([
    ['cross-entropy of probabilities', { loss: 'categoricalCrossentropy' }, 3, false],
    ['cross-entropy of logits', { loss: 'categoricalCrossentropy' }, 3, true],
    ['cross-entropy with smoothed labels', { loss: 'categoricalCrossentropy', labelSmoothing: 0.2 }, 3, false],
    ['smoothed cross-entropy of logits', { loss: 'categoricalCrossentropy', labelSmoothing: 0.2 }, 3, true],
    ['squared error', { loss: 'meanSquaredError' }, 1, false],
  ])('weight the %s in evaluation', (_, options, outputs, logits) => {
    const values = wave(5 * outputs, 1).map((value) => value * 6);
    const classes = options.loss === 'categoricalCrossentropy';
    const targets = classes ? Int32Array.of(0, 2, 1, 1, 0) : Float32Array.of(1, -2, 3, 0.5, 0);
    const weights = Float32Array.of(1, 0, 2.5, 0.5, 3);
    const [scores, expected] = tf.tidy(() => {
      const outputsOf = tf.tensor2d(values, [5, outputs]);
      const losses = lossPerExample(outputsOf, tf.tensor1d(targets, classes ? 'int32' : 'float32'), options);
      const shown = classes && !logits ? tf.softmax(outputsOf) : outputsOf;
      return [shown.dataSync<'float32'>(), tf.sum(tf.mul(losses, weights)).dataSync()[0]];
    });
    const batch = { features: values, shape: [5, outputs], labels: targets, weights };
    expect(weightedLoss(batch, { loss: -1, scores }, { ...options, logits })).toBeCloseTo(expected, 4);
  });

  it('apply to examples with cached features of frozen layers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-weights-'));
    const files = new FolderFiles(folder);
    const features = { files, fingerprints: { train: 'a', validation: 'b' }, variants: 0 };
    const [whole, above] = [await fit(data(), data()), await fit(data(), data(), features)];
    const unweighted = await fit(plain(), plain());
    for (const metric of ['loss', 'val_loss'])
      for (const [epoch, value] of whole.history[metric].entries()) {
        expect(above.history[metric][epoch]).toBeCloseTo(value, 5);
        expect(Math.abs(unweighted.history[metric][epoch] - value)).toBeGreaterThan(0.01);
      }
    const [expected, found] = [weightsOf(whole.model), weightsOf(above.model)];
    for (const [index, value] of expected['predictions/kernel'].entries())
      expect(found['predictions/kernel'][index]).toBeCloseTo(value, 5);
    await rm(folder, { recursive: true });
  });
});
