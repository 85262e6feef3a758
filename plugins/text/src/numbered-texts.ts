import { DerivedDataset, ReusedFloats } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions, TensorSpec } from '@expgraph/sdk';
import { paddedTags, type RowPlace, taggedTokens } from './padded-tags.js';
import type { PaddedRows } from './quick-numbers.js';
import { tokensAndTags } from './tag-messages.js';
import { type TakeNumbers, TextNumbers } from './text-numbers.js';
import { untokenized } from './untokenized.js';
import { tokensOf, type Vocabulary } from './vocabulary.js';

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
  /** Where `write` puts so many tokens, for their tags; without it there can be none. */
  place?(tokens: number): RowPlace;
  /** Says that `write` does no more than this, so that native code can do it. */
  readonly padded?: Omit<PaddedRows, 'features' | 'width'>;
}

/** Texts as rows of `width` numbers each: `[batch, width]`. Tags of tokens become rows too. */
export class NumberedTexts extends DerivedDataset {
  private readonly numbers: TextNumbers;
  private readonly floats = new ReusedFloats();
  private readonly tagged: boolean;

  constructor(
    original: Dataset,
    vocabulary: Vocabulary,
    private readonly rows: TextRows,
  ) {
    super(original, { spec: { ...original.spec, features: { ...rows.features, shape: ['batch', rows.width] } } });
    this.numbers = new TextNumbers(vocabulary);
    this.tagged = original.spec.label?.encoding === 'tags';
  }

  override labels(): Int32Array | Float32Array {
    const labels = super.labels();
    return this.tagged ? paddedTags(labels as Int32Array, this.size, this.rows) : labels;
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const { width, limit = Number.POSITIVE_INFINITY, padded } = this.rows;
    const texts = await this.original.read(indices, options);
    const { values: features, release } = this.floats.take(indices.length * width);
    features.fill(0);
    const write: TakeNumbers = (numbers, begin, end, index) =>
      this.rows.write(numbers, begin, end, features, index * width);
    const steps = this.rows.place && (() => texts.texts?.map((text) => this.columns(text)) ?? []);
    const batch = {
      ...withoutTexts(texts),
      features,
      shape: [indices.length, width],
      release,
      ...(steps && { steps }),
    };
    if (this.tagged) return this.readTagged(texts, batch, write, Array.from(indices));
    await this.numbers.read(texts, limit, write, padded && { ...padded, features, width });
    return batch;
  }

  private async readTagged(texts: Batch, batch: Batch, write: TakeNumbers, indices: readonly number[]): Promise<Batch> {
    const { limit = Number.POSITIVE_INFINITY } = this.rows;
    const tags = texts.labels as Int32Array;
    const longest = tags.length / indices.length;
    await this.numbers.read(texts, Number.POSITIVE_INFINITY, (numbers, begin, end, index) => {
      const tagged = taggedTokens(tags.subarray(index * longest, (index + 1) * longest));
      if (tagged !== end - begin) throw tokensAndTags(this.name(indices[index]), end - begin, tagged);
      write(numbers, begin, Math.min(end, begin + limit), index);
    });
    return { ...batch, labels: paddedTags(tags, indices.length, this.rows) };
  }

  /** The token in each column of a text's row. */
  private columns(text: string): string[] {
    const { width, limit, place } = this.rows;
    const tokens = tokensOf(text).slice(0, limit);
    const { first, column } = (place as NonNullable<TextRows['place']>)(tokens.length);
    const columns = new Array<string>(width).fill('');
    for (const [index, token] of tokens.slice(first).entries()) columns[column + index] = token;
    return columns;
  }
}

function withoutTexts(batch: Batch): Omit<Batch, 'texts'> {
  // Looking at texts that are not tokenized would do it.
  const made = untokenized(batch);
  if (made) return made.rest;
  const { texts, ...rest } = batch;
  return rest;
}
