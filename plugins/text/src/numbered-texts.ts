import {
  type Batch,
  type Dataset,
  DerivedDataset,
  type ReadOptions,
  ReusedFloats,
  type TensorSpec,
} from '@expgraph/sdk';
import type { PaddedRows } from './quick-numbers.js';
import { type TakeNumbers, TextNumbers } from './text-numbers.js';
import { untokenized } from './untokenized.js';
import type { Vocabulary } from './vocabulary.js';

/** How the tokens of a text become a row of numbers. */
export interface TextRows {
  readonly features: TensorSpec;
  /** Numbers of a row. */
  readonly width: number;
  /** Tokens that are needed of the beginning of a text; without it all of them. */
  readonly limit?: number;
  /**
   * Writes the row of one text, which begins at `features[row]` and is full of zeros. The numbers of its tokens are `numbers[begin]` to
   * `numbers[end - 1]`. Parts of larger arrays: an array for each of thousands of texts would cost more than what is done with it.
   */
  write(numbers: Int32Array, begin: number, end: number, features: Float32Array, row: number): void;
  /** Says that `write` does no more than this, so that native code can do it. */
  readonly padded?: Omit<PaddedRows, 'features' | 'width'>;
}

/** Texts as rows of `width` numbers each: `[batch, width]`. */
export class NumberedTexts extends DerivedDataset {
  private readonly numbers: TextNumbers;
  private readonly floats = new ReusedFloats();

  constructor(
    original: Dataset,
    vocabulary: Vocabulary,
    private readonly rows: TextRows,
  ) {
    super(original, { spec: { ...original.spec, features: { ...rows.features, shape: ['batch', rows.width] } } });
    this.numbers = new TextNumbers(vocabulary);
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const { width, limit = Number.POSITIVE_INFINITY, padded } = this.rows;
    const texts = await this.original.read(indices, options);
    const { values: features, release } = this.floats.take(indices.length * width);
    features.fill(0);
    const write: TakeNumbers = (numbers, begin, end, index) =>
      this.rows.write(numbers, begin, end, features, index * width);
    await this.numbers.read(texts, limit, write, padded && { ...padded, features, width });
    return { ...withoutTexts(texts), features, shape: [indices.length, width], release };
  }
}

function withoutTexts(batch: Batch): Omit<Batch, 'texts'> {
  // Looking at texts that are not tokenized would do it.
  const made = untokenized(batch);
  if (made) return made.rest;
  const { texts, ...rest } = batch;
  return rest;
}
