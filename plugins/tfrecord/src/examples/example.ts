/** The values of one feature of a record; `int64` without a loss where they are above 2^53. */
export type Feature =
  | { readonly type: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly type: 'float32'; readonly values: Float32Array }
  | { readonly type: 'int64'; readonly values: BigInt64Array };

export type FeatureType = Feature['type'];

/** A `tf.train.Example`: features by name. A feature without a type, which TensorFlow takes for missing, is left out. */
export type Example = Readonly<Record<string, Feature>>;

/** A `tf.train.SequenceExample`: features of the whole, and features that each step has. */
export interface SequenceExample {
  readonly context: Example;
  /** By name; a feature a step. */
  readonly featureLists: Readonly<Record<string, readonly Feature[]>>;
}
