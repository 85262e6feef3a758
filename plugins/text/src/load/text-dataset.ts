import type { Batch, Dataset, DatasetSpec } from '@expgraph/sdk';

/** A text with its label and its name for people: a file, or a line of a file. */
export interface LabeledText {
  readonly text: string;
  readonly label: string;
  readonly name: string;
}

/** A dataset `string[batch]` of texts in memory. The classes are the labels, in alphabetical order. */
export class TextDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly sameEachEpoch = true;
  readonly size: number;
  readonly classes: readonly string[];
  private readonly indices: Int32Array;

  constructor(private readonly texts: readonly LabeledText[]) {
    this.size = texts.length;
    this.classes = [...new Set(texts.map(({ label }) => label))].sort();
    const indexOf = new Map(this.classes.map((name, index) => [name, index]));
    this.indices = Int32Array.from(texts, ({ label }) => indexOf.get(label) as number);
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'string', shape: ['batch'] },
      label: { encoding: 'class', classes: this.classes },
      size: this.size,
    };
  }

  labels(): Int32Array {
    return this.indices.slice();
  }

  name(index: number): string {
    return this.texts[index].name;
  }

  async read(indices: ArrayLike<number>): Promise<Batch> {
    return {
      features: new Float32Array(0),
      shape: [indices.length],
      texts: Array.from(indices, (index) => this.texts[index].text),
      labels: Int32Array.from(indices, (index) => this.indices[index]),
    };
  }
}
