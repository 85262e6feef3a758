import { deserialize, serialize } from 'node:v8';
import type { ReadPlan } from './input-features.js';

/** Positions of all records, and what is known about them without reading them again. */
export interface RecordIndex {
  readonly plan: ReadPlan;
  /** `[records]`: index of the shard. */
  readonly shards: Uint32Array;
  /** `[records]`: position of the data in the shard. */
  readonly offsets: Float64Array;
  /** `[records]`: size of the data in bytes. */
  readonly lengths: Uint32Array;
  /** `[records]`: number of the record in its shard. */
  readonly numbers: Uint32Array;
  readonly labels: Int32Array | Float32Array;
  /** `[records, classes]`: one value per class, if labels are soft. */
  readonly softLabels?: Float32Array;
  readonly weights?: Float32Array;
  readonly classes: readonly string[];
  /** Warnings about the labels. */
  readonly notices?: readonly string[];
  /** Number of skipped records, and messages of the first ones. */
  readonly skipped: { readonly count: number; readonly examples: readonly string[] };
}

/** Encodes the index in the format of Node's structured clone, which stores typed arrays as they are. */
export const encodeIndex = (index: RecordIndex): Buffer => serialize(index);

export function decodeIndex(bytes: Buffer): RecordIndex | undefined {
  try {
    return deserialize(bytes) as RecordIndex;
  } catch {
    // Perhaps of another version of Node: index the records again.
    return undefined;
  }
}
