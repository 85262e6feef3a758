import { component, Type } from '@expgraph/sdk';
import { type Callback, type Loss, layer, type Optimizer, type Schedule } from '@expgraph/tensorflow';
import { tf } from '@expgraph/tensorflow/tfjs';
import { expect, it } from 'vitest';
import { memoryDataset } from './memory-dataset.js';
import { testCallback } from './test-callback.js';
import { testDataset } from './test-dataset.js';
import { testLayer } from './test-layer.js';
import { testLoss } from './test-loss.js';
import { testOptimizer } from './test-optimizer.js';
import { testSchedule } from './test-schedule.js';

const config = Type.Object({});

it('finds a schedule that counts its calls', async () => {
  let calls = 0;
  const counting = (): Schedule => ({
    at() {
      calls += 1;
      return 1 / calls;
    },
  });
  const broken = component({ kind: 'schedule', type: 'counting', config, create: counting });
  await expect(testSchedule(broken, {})).rejects.toThrow('depends on more than the step');
});

it('finds a callback whose state is not restored', async () => {
  const create = (): Callback => {
    let epochs = 0;
    return {
      onEpochEnd() {
        epochs += 1;
        return epochs === 5 ? ['stop'] : [];
      },
      state: () => epochs,
      restore() {},
    };
  };
  const broken = component({ kind: 'callback', type: 'forgetful', config, create });
  await expect(testCallback(broken)).rejects.toThrow('killed before epoch 2 and resumed');
});

it('finds a loss with one number for the whole batch, and one whose scores disagree', async () => {
  const loss = (part: Partial<Loss>) => () => ({
    type: 'broken',
    targets: 'number' as const,
    perExample: (outputs: tf.Tensor2D) => tf.mean(tf.square(outputs), -1) as tf.Tensor1D,
    ...part,
  });
  const whole = loss({ perExample: (outputs) => tf.reshape(tf.mean(outputs), [1]) });
  await expect(testLoss(component({ kind: 'loss', type: 'whole', config, create: whole }))).rejects.toThrow(
    'shape [1]',
  );
  const other = component({ kind: 'loss', type: 'other', config, create: loss({ ofScores: () => 7 }) });
  await expect(testLoss(other)).rejects.toThrow('ofScores returns 7');
});

it('finds an optimizer that climbs, and one that leaks', async () => {
  const optimizer = (update: Optimizer['update']) =>
    component({
      kind: 'optimizer',
      type: 'broken',
      config,
      create: (): Optimizer => ({
        type: 'broken',
        learningRate: 0.01,
        slots: [],
        scalars: (_, rate) => [rate],
        update,
      }),
    });
  const climbing = optimizer(({ variable, gradient, scalars: [rate] }) => ({
    variable: tf.add(variable, tf.mul(gradient, rate)),
    slots: [],
  }));
  await expect(testOptimizer(climbing)).rejects.toThrow('does not reduce sum(x^2)');
  const leaking = optimizer(({ variable, gradient, scalars: [rate] }) => {
    tf.keep(tf.scalar(1));
    return { variable: tf.sub(variable, tf.mul(gradient, rate)), slots: [] };
  });
  await expect(testOptimizer(leaking)).rejects.toThrow('leaks tensors');
});

it('finds a layer whose shape rule is wrong', async () => {
  const broken = layer({
    type: 'broken-dense',
    kind: 'Dense',
    description: 'Dense layer with a wrong shape rule.',
    options: {},
    build: (_, { name, tf }) => tf.layers.dense({ units: 3, name }),
  });
  const input = { dtype: 'float32', shape: ['batch', 6] } as const;
  await expect(testLayer(broken as never, { input })).rejects.toThrow('outputShape is not the shape of the output');
});

it('finds a dataset whose examples depend on the batch', async () => {
  const data = memoryDataset({
    features: Float32Array.of(1, 2, 3, 4, 5, 6),
    shape: [2],
    labels: Int32Array.of(0, 1, 0),
    classes: ['a', 'b'],
  });
  await expect(testDataset(data)).resolves.toBeUndefined();
  const broken = {
    ...data,
    async read(indices: ArrayLike<number>) {
      const batch = await data.read(indices);
      return { ...batch, features: (batch.features as Float32Array).map((value) => value + indices.length) };
    },
  };
  await expect(testDataset(broken)).rejects.toThrow('read alone differs');
});
