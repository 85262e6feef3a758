import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam, adamw, nadam, rmsprop, sgd } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { withWaves } from '../../test/with-waves.js';
import { globalAveragePooling1d } from '../layers/index.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from './trainer.js';

const [STEPS, BATCH, TIME, TOKENS, CLASSES] = [50, 6, 5, 40, 3];
type Losses = Readonly<Record<'embedding' | 'dense', readonly number[]>>;
const keras = JSON.parse(
  readFileSync(new URL('../../fixtures/keras-embeddings.json', import.meta.url), 'utf8'),
) as Record<'repeated' | 'unique', Record<string, Losses>>;

const OPTIMIZERS = {
  adam: adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  adamw: adamw({ learningRate: 0.01, weightDecay: 0.004, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  nadam: nadam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  rmsprop: rmsprop({ learningRate: 0.01, rho: 0.9, momentum: 0, epsilon: 1e-7 }),
  sgd: sgd({ learningRate: 0.01, momentum: 0, nesterov: false }),
};
type OptimizerName = keyof typeof OPTIMIZERS;

/** The batches of `keras-embeddings.py`, one per epoch. */
class Tokens extends ArrayDataset {
  private step = -1;

  constructor(private readonly tokens: 'repeated' | 'unique') {
    super(new Float32Array(BATCH * TIME), [TIME], new Int32Array(BATCH));
  }

  override async read() {
    this.step += 1;
    const features = Float32Array.from({ length: BATCH * TIME }, (_, place) =>
      this.tokens === 'unique'
        ? (place * 7 + this.step) % TOKENS
        : ((place * place + this.step) % 9) + (this.step % 20),
    );
    const labels = Int32Array.from({ length: BATCH }, (_, index) => (index * 7 + this.step) % CLASSES);
    return { features, labels, shape: [BATCH, TIME] };
  }
}

async function lossesOf(optimizer: OptimizerName, tokens: 'repeated' | 'unique'): Promise<readonly number[]> {
  const network = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: TOKENS, outputDim: 5, batchInputShape: [null, TIME] }),
      globalAveragePooling1d(),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  const start = {
    network: withWaves(network, 10),
    card: { architecture: 'tokens', input: { shape: ['batch', TIME] } },
  };
  const trainer = new Trainer({
    epochs: STEPS,
    batchSize: BATCH,
    loss: 'categoricalCrossentropy',
    optimizer: OPTIMIZERS[optimizer],
    random: new TestRandom(),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    signal: new AbortController().signal,
  });
  const { model, history } = await trainer.fit(start, new Tokens(tokens));
  model.network.dispose();
  if (model.network !== network) network.dispose();
  return history.loss;
}

const differences = (found: readonly number[], expected: readonly number[]) =>
  Math.max(...expected.map((loss, step) => Math.abs(found[step] - loss)));

describe('embedding training against Keras, from the same weights on the same batches', () => {
  beforeAll(async () => void (await startBackend()), 600_000);

  it.each(Object.keys(OPTIMIZERS) as OptimizerName[])(
    'matches the losses of Keras if no token repeats (%s)',
    async (name) => {
      const found = await lossesOf(name, 'unique');
      expect(differences(found, keras.unique[name].embedding)).toBeLessThan(1e-4);
    },
  );

  it.each(Object.keys(OPTIMIZERS) as OptimizerName[])(
    'matches a dense layer on one-hot tokens if tokens repeat (%s)',
    async (name) => {
      const { embedding, dense } = keras.repeated[name];
      expect(differences(await lossesOf(name, 'repeated'), dense)).toBeLessThan(1e-4);
      // The training guide documents that an embedding in Keras differs here.
      if (name === 'sgd') expect(differences(embedding, dense)).toBeLessThan(1e-4);
      else expect(differences(embedding, dense)).toBeGreaterThan(1e-3);
    },
  );
});
