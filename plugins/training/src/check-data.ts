import type { Dataset, DatasetSpec, LabelSpec, Model, ModelSpec, TensorSpec } from '@expgraph/sdk';
import {
  classesMismatch,
  noHead,
  noSteps,
  notANumberEach,
  notAScoreEach,
  otherScale,
  rangeMismatch,
  shapeMismatch,
  stepsMismatch,
  vocabularyMismatch,
} from './messages.js';

/**
 * Refuses data that the model cannot learn from rightly: another image size, other classes, and the silent one, pixels
 * in another range than the backbone was trained with.
 */
export function checkData(input: string, data: DatasetSpec, model: ModelSpec): void {
  checkFeatures(input, data, model);
  checkOutput(input, data, model.output);
  const [found, expected] = [data.label?.classes, model.classes];
  checkClasses(input, found, expected);
  checkOutputs(input, data, found, model.output);
}

/** The same of what is there: classes, vocabularies and models from files are not known before. */
export function checkLoaded(input: string, { spec, classes }: Dataset, model: Model): void {
  const output = outputOf(model);
  checkFeatures(input, spec, { kind: 'model', input: model.card.input });
  checkOutput(input, spec, output);
  if (spec.label?.encoding !== 'number' && classes.length > 0) checkClasses(input, classes, model.card.classes);
  checkOutputs(input, spec, classes, output);
}

/** Refuses data of other classes, or of the same in another order: a label is the place of its class. */
function checkClasses(
  input: string,
  found: readonly string[] | undefined,
  expected: readonly string[] | undefined,
): void {
  if (found && expected && found.join('\n') !== expected.join('\n')) throw classesMismatch(input, found, expected);
}

/** Refuses numbers of the validation that are on another scale than those of the training. */
export function checkSameScale(train: LabelSpec | undefined, validation: LabelSpec | undefined): void {
  const [learned, measured] = [train?.scaling, validation?.scaling];
  if (!learned || !measured) return;
  if (learned.offset !== measured.offset || learned.factor !== measured.factor) throw otherScale();
}

/** Refuses a model that gives more or less numbers an example, or a step, than its labels need. */
function checkOutputs(
  input: string,
  { label }: DatasetSpec,
  classes: readonly string[] | undefined,
  output: TensorSpec | undefined,
): void {
  const outputs = output?.shape?.at(-1);
  if (typeof outputs !== 'number') return;
  if (label?.encoding === 'number' && outputs !== 1) throw notANumberEach(input, outputs);
  if (label?.encoding !== 'number' && classes && outputs !== classes.length) {
    throw notAScoreEach(input, outputs, classes, label?.encoding ?? 'class');
  }
}

/** The same without a look at the labels. */
export function checkFeatures(input: string, { features }: DatasetSpec, model: ModelSpec): void {
  if (!features || !model.input) return;
  const { shape, range } = model.input;
  if (features.range && range && features.range !== range) throw rangeMismatch(input, features, model.input);
  const [tokens, known] = [features.vocabularySize, model.input.vocabularySize];
  if (tokens !== undefined && known !== undefined && tokens !== known) throw vocabularyMismatch(input, tokens, known);
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

/** What a network gives, also one from a file, of which nothing is known before. */
export function outputOf({ network }: Model): TensorSpec {
  const [{ shape }] = network.outputs;
  const axes = shape.length === 3 ? ['batch', 'time', 'outputs'] : ['batch', 'height', 'width', 'channels'];
  return { dtype: 'float32', shape: shape.map((size, axis) => size ?? axes[axis]) };
}
