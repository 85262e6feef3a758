/** The values of one feature of a record; `int64` values above 2^53 stay exact. */
export type Feature =
  | { readonly type: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly type: 'float32'; readonly values: Float32Array }
  | { readonly type: 'int64'; readonly values: BigInt64Array };

export type FeatureType = Feature['type'];

/** A `tf.train.Example`: features by name, without features that have no type, which TensorFlow treats as missing. */
export type Example = Readonly<Record<string, Feature>>;

/** A `tf.train.SequenceExample`: features of the whole sequence, and features of each timestep. */
export interface SequenceExample {
  readonly context: Example;
  /** One feature per timestep, by name. */
  readonly featureLists: Readonly<Record<string, readonly Feature[]>>;
}
