import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { smallNetwork, threeClasses } from '../../test/small-network.js';
import type { Callback } from '../components/callbacks/callback.js';
import { disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from './trainer.js';

const EPOCHS = 100;
const BATCH = 200;

/** Records the memory of this process in MB after every tenth epoch, after garbage collection. */
class MemoryAfterEpochs implements Callback {
  readonly resident: number[] = [];
  private readonly collect: () => void;

  constructor() {
    setFlagsFromString('--expose-gc');
    this.collect = runInNewContext('gc') as () => void;
  }

  onEpochEnd(epoch: number) {
    if (epoch % 10 !== 9) return [];
    this.collect();
    this.resident.push(process.memoryUsage.rss() / 1e6);
    return [];
  }

  state() {
    return null;
  }

  restore(): void {}
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('memory in a long training', () => {
  // A leaked batch would add 4 kB per step. Eager mode is slower, so a tenth of the steps is enough there. Memory
  // retained by the allocator grows for some thousand steps, by 2 MB at a time.
  it.each([
    ['auto', 20_000],
    ['eager', 2_000],
  ] as const)(
    'does not grow, execution %s, %i steps',
    async (execution, steps) => {
      const data = threeClasses((steps / EPOCHS) * BATCH);
      const memory = new MemoryAfterEpochs();
      const trainer = new Trainer({
        epochs: EPOCHS,
        batchSize: BATCH,
        loss: 'categoricalCrossentropy',
        execution,
        callbacks: [memory],
        optimizer: adam({ learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
        progress: new QuietProgress(),
        tracker: new RecordingTracker(),
        random: new TestRandom(),
        signal: new AbortController().signal,
      });
      const start = smallNetwork({ dropout: 0.2 });
      const tensors = tf.memory().numTensors;
      const { model } = await trainer.fit(start, data);
      const growth = Math.min(...memory.resident.slice(7)) - Math.min(...memory.resident.slice(3, 6));
      expect(growth).toBeLessThan(2);
      disposeModel(model);
      expect(tf.memory().numTensors).toBe(tensors);
    },
    120_000,
  );
});
