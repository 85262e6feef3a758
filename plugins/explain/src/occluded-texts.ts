import { type Batch, type Dataset, type DatasetSpec, PADDING, START } from '@expgraph/sdk';

/** A text with the token at `position` replaced; the original text has no position. */
export interface Variant {
  readonly example: number;
  readonly position?: number;
}

/**
 * Texts, each followed by its copies with one token replaced. Padding and the start token are never replaced.
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
