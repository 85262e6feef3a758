import { selectLabels } from '@expgraph/data/dataset';
import type { Batch, Dataset, DatasetSpec } from '@expgraph/sdk';
import type { TaggedText } from './tagged-text.js';

/** A dataset `string[batch]` of texts with a label per token. The classes are the tags, in alphabetical order. */
export class TaggedDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly sameEachEpoch = true;
  readonly size: number;
  readonly classes: readonly string[];
  /** `[size, longest]`: class indices, -1 after the tokens of a text. */
  private readonly tags: Int32Array;

  constructor(private readonly texts: readonly TaggedText[]) {
    this.size = texts.length;
    this.classes = [...new Set(texts.flatMap(({ tags }) => tags))].sort();
    const indexOf = new Map(this.classes.map((name, index) => [name, index]));
    const longest = texts.reduce((length, { tags }) => Math.max(length, tags.length), 0);
    this.tags = new Int32Array(this.size * longest).fill(-1);
    for (const [index, { tags }] of texts.entries())
      this.tags.set(
        tags.map((tag) => indexOf.get(tag) as number),
        index * longest,
      );
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'string', shape: ['batch'] },
      label: { encoding: 'tags', classes: this.classes },
      size: this.size,
    };
  }

  labels(): Int32Array {
    return this.tags.slice();
  }

  name(index: number): string {
    return this.texts[index].name;
  }

  async read(indices: ArrayLike<number>): Promise<Batch> {
    return {
      features: new Float32Array(0),
      shape: [indices.length],
      texts: Array.from(indices, (index) => this.texts[index].text),
      labels: selectLabels(this.tags, this.size, indices),
    };
  }
}
