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
 * Throws if the data does not fit the model: another image size, other classes, or another pixel range than that of the
 * backbone's training, which would fail silently.
 */
export function checkData(input: string, data: DatasetSpec, model: ModelSpec): void {
  checkFeatures(input, data, model);
  checkOutput(input, data, model.output);
  const [found, expected] = [data.label?.classes, model.classes];
  checkClasses(input, found, expected);
  checkOutputs(input, data, found, model.output);
}

/** Checks loaded data and models, because classes, vocabularies and models from files are unknown before a run. */
export function checkLoaded(input: string, { spec, classes }: Dataset, model: Model): void {
  const output = outputOf(model);
  checkFeatures(input, spec, { kind: 'model', input: model.card.input });
  checkOutput(input, spec, output);
  if (spec.label?.encoding !== 'number' && classes.length > 0) checkClasses(input, classes, model.card.classes);
  checkOutputs(input, spec, classes, output);
}

/** Throws if the data has other classes, or the same ones in another order: a label is the index of its class. */
function checkClasses(
  input: string,
  found: readonly string[] | undefined,
  expected: readonly string[] | undefined,
): void {
  if (found && expected && found.join('\n') !== expected.join('\n')) throw classesMismatch(input, found, expected);
}

/** Throws if the numbers of the validation data are scaled differently from those of the training data. */
export function checkSameScale(train: LabelSpec | undefined, validation: LabelSpec | undefined): void {
  const [learned, measured] = [train?.scaling, validation?.scaling];
  if (!learned || !measured) return;
  if (learned.offset !== measured.offset || learned.factor !== measured.factor) throw otherScale();
}

/** Throws if the number of outputs per example or timestep differs from the number required by the labels. */
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

/** Checks the features only. */
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
 * Throws if the model outputs values per timestep or position but labels are per example, or the other way around, or
 * if the timesteps differ.
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

/** Throws if the number of timesteps of the output differs from that of the sequences. */
export function checkSteps(input: string, { features }: DatasetSpec, output: TensorSpec): void {
  const [given, wanted] = [output.shape?.[1], features?.shape?.[1]];
  if (typeof given === 'number' && typeof wanted === 'number' && given !== wanted)
    throw stepsMismatch(input, given, wanted);
}

/** Returns the output of a network, also of one from a file, which is unknown before a run. */
export function outputOf({ network }: Model): TensorSpec {
  const [{ shape }] = network.outputs;
  const axes = shape.length === 3 ? ['batch', 'time', 'outputs'] : ['batch', 'height', 'width', 'channels'];
  return { dtype: 'float32', shape: shape.map((size, axis) => size ?? axes[axis]) };
}
