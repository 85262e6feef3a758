import type {
  DatasetSpec,
  FilesSpec,
  LabelSpec,
  MetricsSpec,
  ModelSpec,
  PredictionsSpec,
  TensorSpec,
  VocabularySpec,
} from './spec.js';
import type { Dataset, Files, Metrics, Model, Predictions } from './values.js';
import type { Vocabulary } from './vocabulary.js';

/** The kinds of value that edges carry. A plugin adds a kind by declaration merging, and a codec for it. */
export interface PortKinds {
  dataset: { value: Dataset; spec: DatasetSpec };
  model: { value: Model; spec: ModelSpec };
  metrics: { value: Metrics; spec: MetricsSpec };
  predictions: { value: Predictions; spec: PredictionsSpec };
  files: { value: Files; spec: FilesSpec };
  vocabulary: { value: Vocabulary; spec: VocabularySpec };
}

export type PortKind = keyof PortKinds;

/** The spec of a value of any kind. */
export type Spec = PortKinds[PortKind]['spec'];

/** An input or output of a node: the kind of its value and its spec. */
export interface Port<Kind extends PortKind = PortKind, Optional extends boolean = boolean> {
  readonly kind: Kind;
  /** Of an input, the spec that its value must match; of an output, the spec of its value if the node has no `infer`. */
  readonly spec: PortKinds[Kind]['spec'];
  readonly optional: Optional;
  readonly description?: string;
}

export type Ports = Readonly<Record<string, Port>>;

/** The values of a set of ports, keyed by port. */
export type PortValues<P extends Ports> = {
  readonly [Name in keyof P as P[Name]['optional'] extends true ? never : Name]: PortKinds[P[Name]['kind']]['value'];
} & {
  readonly [Name in keyof P as P[Name]['optional'] extends true ? Name : never]?: PortKinds[P[Name]['kind']]['value'];
};

/** The specs of a set of ports, keyed by port. */
export type PortSpecs<P extends Ports> = {
  readonly [Name in keyof P as P[Name]['optional'] extends true ? never : Name]: PortKinds[P[Name]['kind']]['spec'];
} & {
  readonly [Name in keyof P as P[Name]['optional'] extends true ? Name : never]?: PortKinds[P[Name]['kind']]['spec'];
};

export interface PortOptions {
  readonly description?: string;
}

/**
 * Declares a dataset port. `features` constrains one batch, for example `{ shape: ['batch', 'height', 'width', 3] }`. `label: 'class'`
 * requires class indices, `label: ['class', 'classes']` class indices or multi-label. A dataset with `tags` connects only to
 * inputs that accept them, or that accept any labels.
 */
export function dataset(
  options: {
    features?: TensorSpec;
    label?: LabelSpec['encoding'] | readonly LabelSpec['encoding'][];
  } & PortOptions = {},
): Port<'dataset', false> {
  const { features, label, description } = options;
  const [encoding, ...or] = typeof label === 'string' ? [label] : (label ?? []);
  const spec: DatasetSpec = {
    kind: 'dataset',
    features,
    label: encoding && { encoding, ...(or.length > 0 && { or }) },
  };
  return { kind: 'dataset', spec, optional: false, description };
}

/** Declares a model port. `input` and `output` constrain the input and output tensors of the network. */
export function model(options: { input?: TensorSpec; output?: TensorSpec } & PortOptions = {}): Port<'model', false> {
  const { input, output, description } = options;
  return { kind: 'model', spec: { kind: 'model', input, output }, optional: false, description };
}

/** Declares a metrics port: named numbers, for example `{ accuracy: 0.94 }`. */
export function metrics(options: PortOptions = {}): Port<'metrics', false> {
  return { kind: 'metrics', spec: { kind: 'metrics' }, optional: false, description: options.description };
}

/** Declares a predictions port: the scores of a classifier for each example of a dataset, with the true labels. */
export function predictions(options: PortOptions = {}): Port<'predictions', false> {
  return { kind: 'predictions', spec: { kind: 'predictions' }, optional: false, description: options.description };
}

/** Declares a files port: files that a node has written. */
export function files(options: PortOptions = {}): Port<'files', false> {
  return { kind: 'files', spec: { kind: 'files' }, optional: false, description: options.description };
}

/** Declares a vocabulary port: the known tokens and their ids. */
export function vocabulary(options: PortOptions = {}): Port<'vocabulary', false> {
  return { kind: 'vocabulary', spec: { kind: 'vocabulary' }, optional: false, description: options.description };
}

/** Returns the same port as one that may be left unconnected. */
export function optional<Kind extends PortKind>(port: Port<Kind, false>): Port<Kind, true> {
  return { ...port, optional: true };
}
