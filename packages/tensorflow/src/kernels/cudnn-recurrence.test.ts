import { readFileSync } from 'node:fs';
import type { Binding } from '@expgraph/native/addons';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wave } from '../../test/small-network.js';
import { cudnnParameters } from '../layers/cudnn-parameters.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import {
  type CudnnMode,
  cudnnRecurrence,
  hasCudnn,
  registerCudnnRecurrence,
  unregisterCudnnRecurrence,
} from './cudnn-recurrence.js';
import { nativeBackend } from './native-operation.js';

interface Given {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly params: readonly number[];
  readonly lengths: readonly number[];
  readonly rnn_mode: CudnnMode;
  readonly time_major: boolean;
  readonly is_training: boolean;
}

/** Arguments that Keras passes to TensorFlow's operation. */
const keras = JSON.parse(readFileSync(new URL('../../fixtures/keras-cudnn.json', import.meta.url), 'utf8')) as {
  readonly shape: readonly [batch: number, time: number, features: number, units: number];
  readonly lstm: Given;
  readonly gru: Given;
};

/** TensorFlow's error for a known operation, with these attributes and types, that no device can run. */
const NO_KERNEL = /Could not find device for node: .*CudnnRNNV3/;

const [BATCH, TIME, FEATURES, UNITS] = keras.shape;
const GATES = { lstm: 4, gru: 3 };

const tensor = (shape: number[], phase: number) =>
  tf.tensor(
    wave(
      shape.reduce((product, size) => product * size, 1),
      phase,
    ),
    shape,
  );

function parametersOf(mode: 'lstm' | 'gru'): tf.Tensor {
  const width = GATES[mode] * UNITS;
  const weights = {
    kernel: tensor([FEATURES, width], 10),
    recurrentKernel: tensor([UNITS, width], 11),
    bias: tensor(mode === 'gru' ? [2, width] : [width], 12),
  };
  return cudnnParameters(weights, mode);
}

interface Operation {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly shapes: readonly (readonly number[] | undefined)[];
}

/**
 * Returns the cuDNN operation that a call requests. TensorFlow knows its name and arguments, but cannot run it without
 * a GPU.
 */
function asked(call: () => void): Operation {
  const backend = nativeBackend();
  const { binding } = backend;
  const operations: Operation[] = [];
  const shapes = new Map<number, readonly number[]>();
  const createTensor: Binding['createTensor'] = (shape, ...rest) => {
    const id = binding.createTensor(shape, ...rest);
    shapes.set(id, shape);
    return id;
  };
  const executeOp: Binding['executeOp'] = (name, attributes, ids, count) => {
    const entries = (attributes as { name: string; value: unknown }[]).map(({ name, value }) => [name, value]);
    if (name.startsWith('Cudnn')) {
      operations.push({ name, attributes: Object.fromEntries(entries), shapes: ids.map((id) => shapes.get(id)) });
    }
    const outputs = binding.executeOp(name, attributes, ids, count);
    for (const { id, shape } of outputs) shapes.set(id, shape);
    return outputs;
  };
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors({ createTensor, executeOp }));
  try {
    expect(() => tf.tidy(call)).toThrow(NO_KERNEL);
  } finally {
    backend.binding = binding;
  }
  return operations[0];
}

beforeAll(async () => {
  await startBackend();
  registerCudnnRecurrence();
}, 600_000);

afterAll(unregisterCudnnRecurrence);

describe.each(['lstm', 'gru'] as const)('cuDNN with %s', (mode) => {
  it('gets the weights in the layout of Keras', () => {
    const parameters = tf.tidy(() => parametersOf(mode).dataSync());
    expect(parameters).toHaveLength(keras[mode].params.length);
    for (const [index, value] of keras[mode].params.entries()) expect(parameters[index]).toBeCloseTo(value, 6);
  });

  it('uses the operation and arguments of Keras', () => {
    const { shapes, rnn_mode, time_major, is_training, lengths } = keras[mode];
    const operation = asked(() => {
      const state = tensor([BATCH, UNITS], 2);
      const carry = mode === 'lstm' ? tensor([BATCH, UNITS], 3) : undefined;
      const inputs = { x: tensor([BATCH, TIME, FEATURES], 1), state, carry, parameters: parametersOf(mode) };
      cudnnRecurrence({ ...inputs, lengths: tf.tensor1d(lengths as number[], 'int32') }, mode);
    });
    expect(operation.name).toBe('CudnnRNNV3');
    expect(operation.attributes).toMatchObject({ rnn_mode, time_major, is_training });
    const order = ['input', 'input_h', 'input_c', 'params', 'sequence_lengths'];
    expect(operation.shapes).toEqual(order.map((name) => shapes[name] ?? []));
  });
});

it('is unavailable without a GPU', () => {
  unregisterCudnnRecurrence();
  expect(hasCudnn()).toBe(false);
  registerCudnnRecurrence();
});
