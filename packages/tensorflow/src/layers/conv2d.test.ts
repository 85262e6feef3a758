import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectKeras } from '../../fixtures/keras-layers.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { conv2d } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

describe.each(['tensorflow', 'cpu'])('conv2d on the backend %s, against Keras', (backend) => {
  beforeEach(async () => void (await tf.setBackend(backend)));

  it('convolves', () =>
    expectKeras('conv2d', conv2d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'relu' })));

  it('convolves groups of channels separately', () =>
    expectKeras('conv2dGroups', conv2d({ filters: 6, kernelSize: 3, groups: 2 })));

  it('supports strides and padding with groups', () => {
    const options = { padding: 'same', strides: 2, activation: 'tanh' } as const;
    expectKeras('conv2dGroupsStrided', conv2d({ filters: 6, kernelSize: 3, groups: 2, ...options }));
  });

  it('supports dilation with groups, without biases', () => {
    const options = { padding: 'same', dilationRate: 2, useBias: false } as const;
    expectKeras('conv2dGroupsDilated', conv2d({ filters: 8, kernelSize: 2, groups: 4, ...options }));
  });
});

describe('conv2d', () => {
  beforeEach(async () => void (await tf.setBackend('tensorflow')));

  it('gives the same result for channelsFirst', () => {
    const [last, first] = (['channelsLast', 'channelsFirst'] as const).map((dataFormat) =>
      conv2d({ filters: 4, kernelSize: 3, groups: 2, padding: 'same', dataFormat }),
    );
    tf.tidy(() => {
      const x = tf.randomNormal([2, 5, 6, 4]);
      const y = last.apply(x) as tf.Tensor;
      const turned = tf.transpose(x, [0, 3, 1, 2]);
      first.apply(turned);
      first.setWeights(last.getWeights());
      const other = tf.transpose(first.apply(turned) as tf.Tensor, [0, 2, 3, 1]);
      expect(other.shape).toEqual(y.shape);
      expect(tf.max(tf.abs(tf.sub(y, other))).dataSync()[0]).toBeLessThan(1e-6);
    });
    for (const layer of [first, last]) layer.dispose();
  });

  it('has the class name of tfjs if plain tfjs computes the same', () => {
    expect(conv2d({ filters: 4, kernelSize: 3 }).getClassName()).toBe('Conv2D');
    expect(conv2d({ filters: 4, kernelSize: 3, groups: 2 }).getClassName()).toBe('GroupedConv2D');
  });

  it('reports channels or filters that cannot be divided into groups', () => {
    expect(() => conv2d({ filters: 5, kernelSize: 3, groups: 2 })).toThrow('5 filters cannot be divided into 2 groups');
    const odd = conv2d({ filters: 4, kernelSize: 3, groups: 2 });
    expect(() => odd.apply(tf.input({ shape: [5, 5, 3] }))).toThrow('3 channels cannot be divided into 2 groups');
  });
});
