import { DerivedDataset, ReusedFloats } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import { lazyTokens } from '../tokenize/lazy-tokens.js';
import { tokensOf, type Vocabulary } from '../vocabulary/vocabulary.js';
import { BatchTokenIds } from './batch-token-ids.js';
import { tokenCountDiffers } from './messages.js';
import { paddedTags, taggedTokens } from './padded-tags.js';
import type { RowEncoding } from './row-encoding.js';
import type { UseTokenIds } from './use-token-ids.js';

/** Texts encoded as rows of `width` values: `[batch, width]`. Tags of tokens are padded to the same columns. */
export class EncodedDataset extends DerivedDataset {
  private readonly tokenIds: BatchTokenIds;
  private readonly floats = new ReusedFloats();
  private readonly tagged: boolean;

  constructor(
    original: Dataset,
    vocabulary: Vocabulary,
    private readonly rows: RowEncoding,
  ) {
    super(original, { spec: { ...original.spec, features: { ...rows.features, shape: ['batch', rows.width] } } });
    this.tokenIds = new BatchTokenIds(vocabulary);
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
    const write: UseTokenIds = (ids, begin, end, index) => this.rows.write(ids, begin, end, features, index * width);
    const steps = this.rows.columnsOf && (() => texts.texts?.map((text) => this.columns(text)) ?? []);
    const batch = {
      ...withoutTexts(texts),
      features,
      shape: [indices.length, width],
      release,
      ...(steps && { steps }),
    };
    if (this.tagged) return this.readTagged(texts, batch, write, Array.from(indices));
    await this.tokenIds.read(texts, limit, write, padded && { ...padded, features, width });
    return batch;
  }

  private async readTagged(texts: Batch, batch: Batch, write: UseTokenIds, indices: readonly number[]): Promise<Batch> {
    const { limit = Number.POSITIVE_INFINITY } = this.rows;
    const tags = texts.labels as Int32Array;
    const longest = tags.length / indices.length;
    await this.tokenIds.read(texts, Number.POSITIVE_INFINITY, (ids, begin, end, index) => {
      const tagged = taggedTokens(tags.subarray(index * longest, (index + 1) * longest));
      if (tagged !== end - begin) throw tokenCountDiffers(this.name(indices[index]), end - begin, tagged);
      write(ids, begin, Math.min(end, begin + limit), index);
    });
    return { ...batch, labels: paddedTags(tags, indices.length, this.rows) };
  }

  /** Returns the token in each column of a text's row. */
  private columns(text: string): string[] {
    const { width, limit, columnsOf } = this.rows;
    const tokens = tokensOf(text).slice(0, limit);
    const { first, column } = (columnsOf as NonNullable<RowEncoding['columnsOf']>)(tokens.length);
    const columns = new Array<string>(width).fill('');
    for (const [index, token] of tokens.slice(first).entries()) columns[column + index] = token;
    return columns;
  }
}

function withoutTexts(batch: Batch): Omit<Batch, 'texts'> {
  // Reading `texts` of a batch that is not tokenized yet would tokenize it.
  const lazy = lazyTokens(batch);
  if (lazy) return lazy.rest;
  const { texts, ...rest } = batch;
  return rest;
}
