import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectKeras } from '../../fixtures/keras-layers.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { globalAveragePooling2d, globalMaxPooling2d } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

describe.each(['tensorflow', 'cpu'])('global pooling on the backend %s, against Keras', (backend) => {
  beforeEach(async () => void (await tf.setBackend(backend)));

  it.each([
    ['averagePooling', globalAveragePooling2d()],
    ['averagePoolingKeepDims', globalAveragePooling2d({ keepDims: true })],
    ['maxPooling', globalMaxPooling2d()],
    ['maxPoolingKeepDims', globalMaxPooling2d({ keepDims: true })],
  ])('matches the outputs and gradients of %s', (name, layer) => expectKeras(name, layer));

  it('divides the gradient among tied maxima', () =>
    expectKeras('maxPoolingOfTies', globalMaxPooling2d(), { scale: 0 }));
});

describe('global pooling', () => {
  it('keeps the axes in place for channelsFirst', () => {
    const layer = globalAveragePooling2d({ keepDims: true, dataFormat: 'channelsFirst' });
    expect(layer.computeOutputShape([null, 7, 5, 5])).toEqual([null, 7, 1, 1]);
    expect(tf.tidy(() => (layer.apply(tf.ones([2, 7, 5, 5])) as tf.Tensor).shape)).toEqual([2, 7, 1, 1]);
  });

  it('loads the config of Keras files', async () => {
    const config = { name: 'pool', batch_input_shape: [null, 4, 5, 3], keepdims: true };
    const layers = [{ class_name: 'GlobalAveragePooling2D', config }];
    const modelTopology = { class_name: 'Sequential', config: { name: 'model', layers } };
    const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology }));
    expect(model.outputs[0].shape).toEqual([null, 1, 1, 3]);
  });

  it('has the class name of tfjs if plain tfjs computes the same', () => {
    expect(globalMaxPooling2d().getClassName()).toBe('GlobalMaxPooling2D');
    expect(globalMaxPooling2d().getConfig()).not.toHaveProperty('keepDims');
    expect(globalMaxPooling2d({ keepDims: true }).getClassName()).toBe('GlobalMaxPooling2DKeepDims');
  });
});
