import { deserialize, serialize } from 'node:v8';
import type { ReadPlan } from './input-features.js';

/** Where every record lies, and what is known of it without reading it again. */
export interface RecordIndex {
  readonly plan: ReadPlan;
  /** `[records]`: the number of its shard. */
  readonly shards: Uint32Array;
  /** `[records]`: where its data begin in its shard. */
  readonly offsets: Float64Array;
  /** `[records]`: the bytes of its data. */
  readonly lengths: Uint32Array;
  /** `[records]`: its number in its shard. */
  readonly numbers: Uint32Array;
  readonly labels: Int32Array | Float32Array;
  /** `[records, classes]`: the share of each class, where labels are soft. */
  readonly shares?: Float32Array;
  readonly weights?: Float32Array;
  readonly classes: readonly string[];
  /** What is odd about the labels, for people. */
  readonly notices?: readonly string[];
  /** What was left out, the first of it in words. */
  readonly skipped: { readonly count: number; readonly examples: readonly string[] };
}

/** In the format of Node's own copies of values: arrays of numbers are stored as they are. */
export const encodeIndex = (index: RecordIndex): Buffer => serialize(index);

export function decodeIndex(bytes: Buffer): RecordIndex | undefined {
  try {
    return deserialize(bytes) as RecordIndex;
  } catch {
    // Of another version of Node, perhaps: it is made anew.
    return undefined;
  }
}
