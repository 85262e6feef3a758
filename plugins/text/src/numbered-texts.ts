import type { Batch, Dataset, ReadOptions, TensorSpec } from '@expgraph/sdk';
import { TextNumbers } from './text-numbers.js';
import { TransformedTexts } from './transformed-texts.js';
import { untokenized } from './untokenized.js';
import type { Vocabulary } from './vocabulary.js';

/** How the tokens of a text become a row of numbers. */
export interface TextRows {
  readonly features: TensorSpec;
  /** Numbers of a row. */
  readonly width: number;
  /** Tokens that are needed of the beginning of a text; without it all of them. */
  readonly limit?: number;
  /** Writes the numbers of the tokens of one text into its row, which is full of zeros. */
  write(tokens: Int32Array, row: Float32Array): void;
}

/** Texts as rows of `width` numbers each: `[batch, width]`. */
export class NumberedTexts extends TransformedTexts {
  private readonly numbers: TextNumbers;

  constructor(
    whole: Dataset,
    vocabulary: Vocabulary,
    private readonly rows: TextRows,
  ) {
    super(whole, { ...whole.spec, features: { ...rows.features, shape: ['batch', rows.width] } });
    this.numbers = new TextNumbers(vocabulary);
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const { width, limit = Number.POSITIVE_INFINITY } = this.rows;
    const texts = await this.whole.read(indices, options);
    const features = new Float32Array(indices.length * width);
    await this.numbers.read(texts, limit, (tokens, index) => {
      this.rows.write(tokens, features.subarray(index * width, (index + 1) * width));
    });
    return { ...withoutTexts(texts), features, shape: [indices.length, width] };
  }
}

function withoutTexts(batch: Batch): Omit<Batch, 'texts'> {
  // Looking at texts that are not tokenized would do it.
  const made = untokenized(batch);
  if (made) return made.rest;
  const { texts, ...rest } = batch;
  return rest;
}
