import { beforeAll, describe, expect, it } from 'vitest';
import { smallNetwork, weightsOf } from '../../test/small-network.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { cloneModel, disposeModel } from './clone-model.js';

beforeAll(async () => void (await startBackend()), 600_000);

describe('cloneModel', () => {
  it('does not share weights', () => {
    const model = smallNetwork();
    const before = weightsOf(model);
    const copy = cloneModel(model);
    expect(weightsOf(copy)).toEqual(before);
    tf.tidy(() => copy.network.getLayer('predictions').setWeights([tf.zeros([8, 3]), tf.zeros([3])]));
    copy.network.getLayer('hidden').trainable = false;
    expect(weightsOf(model)).toEqual(before);
    expect(model.network.getLayer('hidden').trainable).toBe(true);
    disposeModel(copy);
    expect(weightsOf(model)).toEqual(before);
    disposeModel(model);
  });
});
