import type { DatasetSpec, Model, ModelSpec, TensorSpec } from '@expgraph/sdk';
import {
  classesMismatch,
  noHead,
  noSteps,
  outputsMismatch,
  rangeMismatch,
  shapeMismatch,
  stepsMismatch,
} from './messages.js';

/**
 * Refuses data that the model can not learn from rightly: another image size, other classes, and the silent one, pixels
 * in another range than the backbone was trained with.
 */
export function checkData(input: string, data: DatasetSpec, model: ModelSpec): void {
  checkFeatures(input, data, model);
  checkOutput(input, data, model.output);
  const [found, expected] = [data.label?.classes, model.classes];
  if (found && expected && found.join('\n') !== expected.join('\n')) throw classesMismatch(input, found, expected);
  checkOutputs(input, data, model.output);
}

/** The same without a look at the labels. */
export function checkFeatures(input: string, { features }: DatasetSpec, model: ModelSpec): void {
  if (!features || !model.input) return;
  const { shape, range } = model.input;
  if (features.range && range && features.range !== range) throw rangeMismatch(input, features, model.input);
  const axis = shape?.findIndex(
    (size, index) =>
      typeof size === 'number' && typeof features.shape?.[index] !== 'string' && size !== features.shape?.[index],
  );
  if (features.shape && axis !== undefined && axis >= 0) throw shapeMismatch(input, axis, features, model.input);
}

/**
 * Refuses a model that gives numbers for each step or place, of which a label of the whole example says nothing; and one that gives
 * numbers for the whole, or for other steps, where each step has a label.
 */
export function checkOutput(input: string, data: DatasetSpec, output: TensorSpec | undefined): void {
  if (!output?.shape) return;
  if (data.label?.encoding !== 'tags') {
    if (output.shape.length > 2) throw noHead(output);
    return;
  }
  if (output.shape.length !== 3) throw noSteps(input, output);
  checkSteps(input, data, output);
}

/** Refuses a model that gives classes for more or fewer steps than sequences have. */
export function checkSteps(input: string, { features }: DatasetSpec, output: TensorSpec): void {
  const [given, wanted] = [output.shape?.[1], features?.shape?.[1]];
  if (typeof given === 'number' && typeof wanted === 'number' && given !== wanted)
    throw stepsMismatch(input, given, wanted);
}

/** Refuses a model that has not one output for each class: what is measured of it would be of no class. */
export function checkOutputs(input: string, { label }: DatasetSpec, output: TensorSpec | undefined): void {
  const [outputs, classes] = [output?.shape?.at(-1), label?.classes];
  if (label?.encoding === 'number' || !classes || typeof outputs !== 'number') return;
  if (outputs !== classes.length) throw outputsMismatch(input, outputs, classes);
}

/** What a network gives, also one from a file, of which nothing is known before. */
export function outputOf({ network }: Model): TensorSpec {
  const [{ shape }] = network.outputs;
  const axes = shape.length === 3 ? ['batch', 'time', 'outputs'] : ['batch', 'height', 'width', 'channels'];
  return { dtype: 'float32', shape: shape.map((size, axis) => size ?? axes[axis]) };
}
