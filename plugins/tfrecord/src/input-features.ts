import type { FeatureSpec, FeatureSpecs, FeatureType } from './examples/index.js';
import type { LabelEncoding } from './label-encoding.js';
import {
  featureEmpty,
  featureMissing,
  labelType,
  lengthUnknown,
  notImages,
  notNumbers,
  notTokens,
  softLabelsUnequal,
} from './messages.js';
import type { RecordKind } from './record-kind.js';
import type { FeatureSummary } from './survey-features.js';

/** A feature as the config describes it; the rest is taken from the records. */
export interface GivenFeature {
  /** `uint8`: a byte string with one value per byte. */
  readonly type?: FeatureType | 'uint8';
  readonly shape?: readonly number[];
  readonly length?: number;
  readonly default?: number;
}

export interface FeatureOptions {
  readonly records: RecordKind;
  readonly features: Readonly<Record<string, GivenFeature>>;
  readonly input: readonly string[];
  readonly label?: string;
  readonly labelEncoding: LabelEncoding;
  /** Names of the classes, if they are given. */
  readonly classes: readonly string[];
  readonly weight?: string;
  readonly image?: object;
  readonly vocabularySize?: number;
}

/** A feature that becomes part of the features of an example. */
export interface InputFeature {
  readonly name: string;
  readonly type: FeatureType | 'uint8';
  /** Shape of the values of one example. */
  readonly shape: readonly number[];
}

/** How to read records. */
export interface ReadPlan {
  readonly inputs: readonly InputFeature[];
  readonly label?: { readonly name: string; readonly type: FeatureType };
  readonly weight?: string;
  /** Features of the whole record, and of its timesteps, for the parser. */
  readonly features: FeatureSpecs;
  readonly steps?: FeatureSpecs;
}

/** Types of features that can be labels, by encoding. */
const LABEL_TYPES: Readonly<Record<LabelEncoding, readonly FeatureType[]>> = {
  class: ['int64', 'bytes'],
  classes: ['int64', 'bytes'],
  number: ['float32', 'int64'],
  soft: ['float32'],
};

/** Combines the features of the config with those found in the records. */
export function planRead(options: FeatureOptions, found: ReadonlyMap<string, FeatureSummary>): ReadPlan {
  for (const name of Object.keys(options.features))
    if (!found.has(name) && !namesOf(options).includes(name))
      throw featureMissing(['features', name], name, [...found.keys()]);
  const features: Record<string, FeatureSpec> = {};
  const steps: Record<string, FeatureSpec> = {};
  const inputs = options.input.map((name, index) => {
    const { feature, spec, isList } = planInput(name, ['input', index], options, found);
    (isList ? steps : features)[name] = spec;
    return feature;
  });
  const [first] = inputs;
  if (options.image && (inputs.length > 1 || first.type !== 'bytes')) throw notImages(options.input, first.type);
  const isTokens = inputs.length === 1 && first.type === 'int64' && first.shape.length === 1;
  if (options.vocabularySize !== undefined && !isTokens) throw notTokens(inputs);
  const label = options.label === undefined ? undefined : planLabel(options.label, options, found);
  if (label) features[label.name] ??= labelFeature(label, options, found.get(label.name));
  const { weight } = options;
  if (weight !== undefined) {
    if (!found.has(weight)) throw featureMissing(['weight'], weight, [...found.keys()]);
    features[weight] ??= oneValue('float32', options.features[weight]);
  }
  return { inputs, label, weight, features, steps: options.records === 'example' ? undefined : steps };
}

/** Returns the features to read: none of the surveyed records may have one that has a default. */
const namesOf = ({ input, label, weight }: FeatureOptions) => [...input, label, weight];

const oneValue = (type: FeatureType, given?: GivenFeature): FeatureSpec => ({ type, default: given?.default });

function planInput(
  name: string,
  option: readonly (string | number)[],
  { features, image }: FeatureOptions,
  found: ReadonlyMap<string, FeatureSummary>,
): { feature: InputFeature; spec: FeatureSpec; isList: boolean } {
  const given = features[name] ?? {};
  const summary = found.get(name);
  const type = given.type ?? summary?.type;
  if (type === undefined) throw featureMissing(option, name, [...found.keys()]);
  const isList = summary?.steps !== undefined;
  if (image && type === 'bytes') return { feature: { name, type, shape: [] }, spec: { type }, isList };
  if (type === 'bytes') throw notNumbers(name);
  // The values are the bytes of one string.
  if (type === 'uint8') return { feature: { name, type, shape: given.shape ?? [] }, spec: { type: 'bytes' }, isList };
  const shape = given.shape ?? inferredShape(name, given, summary);
  const length = given.length ?? (isList ? sameLength(name, summary?.steps) : undefined);
  const whole = length === undefined ? shape : [length, ...shape];
  const spec: FeatureSpec = { type, shape, length, default: given.default };
  return { feature: { name, type, shape: whole.length > 0 ? whole : [1] }, spec, isList };
}

function inferredShape(name: string, { length }: GivenFeature, summary?: FeatureSummary): readonly number[] {
  if (!summary || (length !== undefined && !summary.steps)) return [];
  const count = sameLength(name, summary);
  return count === 1 ? [] : [count];
}

function sameLength(name: string, span?: { readonly least: number; readonly most: number }): number {
  const { least = 0, most = 0 } = span ?? {};
  if (least !== most) throw lengthUnknown(name, least, most);
  if (span && most === 0) throw featureEmpty(name);
  return least;
}

function planLabel(
  name: string,
  { features, labelEncoding }: FeatureOptions,
  found: ReadonlyMap<string, FeatureSummary>,
): { name: string; type: FeatureType } {
  const given = features[name]?.type;
  const type = (given === 'uint8' ? 'bytes' : given) ?? found.get(name)?.type;
  if (type === undefined) throw featureMissing(['label'], name, [...found.keys()]);
  if (!LABEL_TYPES[labelEncoding].includes(type))
    throw labelType(name, type, LABEL_TYPES[labelEncoding], labelEncoding);
  return { name, type };
}

/** Returns how to parse labels: one, any number of them, or one soft label per class. */
function labelFeature(
  { name, type }: { readonly name: string; readonly type: FeatureType },
  { labelEncoding, classes, features }: FeatureOptions,
  summary: FeatureSummary | undefined,
): FeatureSpec {
  if (labelEncoding === 'classes') return { type, length: 'any' };
  if (labelEncoding !== 'soft') return oneValue(type, features[name]);
  const { least = 0, most = 0 } = summary ?? {};
  if (classes.length === 0 && most === 0) throw featureEmpty(name);
  if (classes.length === 0 && least !== most) throw softLabelsUnequal(name, least, most);
  return { type, shape: [classes.length || least] };
}

/** Returns the shape of one example, `[...shape]`: the values of several inputs are concatenated. */
export function exampleShape(inputs: readonly InputFeature[]): readonly number[] {
  if (inputs.length === 1) return inputs[0].shape;
  return [inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)];
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
