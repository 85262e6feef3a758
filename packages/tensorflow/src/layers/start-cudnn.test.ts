import { beforeAll, expect, it } from 'vitest';
import { emulateCudnn } from '../../test/emulated-cudnn.js';
import { hasCudnn } from '../kernels/cudnn-recurrence.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { checkCudnn, startCudnn } from './start-cudnn.js';

beforeAll(async () => void (await startBackend()), 600_000);

it('disables cuDNN and reports the reason without a GPU', () => {
  expect(startCudnn()).toContain('Could not find device');
  expect(hasCudnn()).toBe(false);
});

it('accepts a device with correct results', () => {
  const before = tf.memory().numTensors;
  const device = emulateCudnn();
  expect(checkCudnn()).toBeUndefined();
  device.stop();
  expect(tf.memory().numTensors).toBe(before);
});

it('rejects a device with another order of gates', () => {
  const device = emulateCudnn({ swapGates: true });
  expect(checkCudnn()).toMatch(/^gru differs from its step-by-step computation by .* %$/);
  device.stop();
});
