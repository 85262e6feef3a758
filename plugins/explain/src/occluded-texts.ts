import { type Batch, type Dataset, type DatasetSpec, PADDING, START } from '@expgraph/sdk';

/** A place of a text whose token is replaced; the text as it is has none. */
export interface Variant {
  readonly example: number;
  readonly position?: number;
}

/**
 * Texts as they are, each followed by its copies in which one token is replaced. Only what is a token of the text is: not the
 * padding, nor the start.
 */
export class OccludedTexts implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[] = [];
  readonly sameEachEpoch = true;
  readonly variants: readonly Variant[];

  /** @param texts `[examples, time]` */
  constructor(
    private readonly texts: Batch,
    private readonly replacement: number,
  ) {
    const [examples, time] = texts.shape;
    const variants: Variant[] = [];
    for (let example = 0; example < examples; example += 1) {
      variants.push({ example });
      for (let position = 0; position < time; position += 1) {
        const token = texts.features[example * time + position];
        if (token !== PADDING && token !== START) variants.push({ example, position });
      }
    }
    this.variants = variants;
    this.size = variants.length;
    this.spec = { kind: 'dataset', features: { dtype: 'int32', shape: ['batch', time] }, size: this.size };
  }

  labels(): Int32Array {
    return new Int32Array(this.size);
  }

  name(index: number): string {
    return String(index);
  }

  async read(indices: ArrayLike<number>): Promise<Batch> {
    const [, time] = this.texts.shape;
    const features = new Float32Array(indices.length * time);
    for (const [row, index] of Array.from(indices).entries()) {
      const { example, position } = this.variants[index];
      features.set(this.texts.features.subarray(example * time, (example + 1) * time), row * time);
      if (position !== undefined) features[row * time + position] = this.replacement;
    }
    return { features, shape: [indices.length, time], labels: new Int32Array(indices.length) };
  }
}
