import type { TensorSpec } from '@expgraph/sdk';
import type { PaddedRows } from './native-token-ids.js';

/** The columns of a row that hold the tokens of a text. */
export interface TokenColumns {
  /** Index of the first token in the row. */
  readonly first: number;
  /** Column of that token. */
  readonly column: number;
}

/** How to encode the tokens of a text as a row of values. */
export interface RowEncoding {
  readonly features: TensorSpec;
  /** Number of values in a row. */
  readonly width: number;
  /** Number of tokens to use from the beginning of a text. Default: all. */
  readonly limit?: number;
  /**
   * Writes the row of a text at `features[row]`, which is filled with zeros. The token ids are `ids[begin]` to `ids[end - 1]`. All
   * texts share these arrays: one array per text would cost more than the encoding.
   */
  write(ids: Int32Array, begin: number, end: number, features: Float32Array, row: number): void;
  /** Returns the columns of a text of so many tokens, for their tags. Without it, tokens cannot have tags. */
  columnsOf?(tokens: number): TokenColumns;
  /** Set if `write` only pads, so that native code can do it. */
  readonly padded?: Omit<PaddedRows, 'features' | 'width'>;
}
