import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { tf } from '../src/tfjs.js';
import { gradientCases } from './gradient-cases.js';
import { wave } from './small-network.js';

interface RealInput {
  readonly shape: readonly number[];
  readonly phase: number;
  readonly scale: number;
  readonly shift: number;
}
interface IntegerInput {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Results of a case recorded from TensorFlow. */
export interface Recorded {
  readonly inputs: Readonly<Record<string, RealInput | IntegerInput>>;
  readonly shape: readonly number[];
  readonly value: readonly number[];
  /** Gradients of the inner product of the value and `projection`, by input. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

export const recorded = (
  JSON.parse(readFileSync(new URL('../fixtures/tensorflow-gradients.json', import.meta.url), 'utf8')) as {
    cases: Record<string, Recorded>;
  }
).cases;

/** Returns the values of an input, row-major. */
export function valuesOf(input: RealInput | IntegerInput): Float32Array | Int32Array {
  if ('values' in input) return Int32Array.from(input.values);
  const size = input.shape.reduce((product, length) => product * length, 1);
  return wave(size, input.phase).map((value) => Math.fround(value * input.scale) + input.shift);
}

export function inputTensors({ inputs }: Recorded): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, inputTensor(input)]));
}

const inputTensor = (input: RealInput | IntegerInput) =>
  tf.tensor(valuesOf(input), [...input.shape], 'values' in input ? 'int32' : 'float32');

/** Weights of the outputs in the scalar whose gradients are recorded. */
export const projection = ({ value }: Recorded): Float32Array => wave(value.length, 99).map((weight) => weight * 2);

/** Returns the value of a case and its gradients by the named inputs, in order. */
export function valueAndGradients(
  name: string,
  inputs: Record<string, tf.Tensor>,
  learned: readonly string[] = Object.keys(recorded[name].gradients),
): tf.Tensor[] {
  const compute = gradientCases[name];
  if (learned.length === 0) return [compute(inputs)];
  const of = (...tensors: tf.Tensor[]) =>
    compute({ ...inputs, ...Object.fromEntries(learned.map((input, index) => [input, tensors[index]])) });
  const weights = tf.tensor(projection(recorded[name]), [...recorded[name].shape]);
  const { value, grads } = tf.valueAndGrads(of)(
    learned.map((input) => inputs[input]),
    weights,
  );
  weights.dispose();
  return [value, ...grads];
}

/** Expects values to differ by less than a fraction of the largest one. */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string) {
  const values = Array.from(expected);
  const scale = Math.max(...values.map(Math.abs));
  expect(found, what).toHaveLength(values.length);
  for (const [index, value] of values.entries()) {
    expect(Math.abs(found[index] - value) / scale, `${what}, number ${index}`).toBeLessThan(tolerance);
  }
}
