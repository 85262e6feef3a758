import type { Batch, Dataset, ReadOptions, TensorSpec } from '@expgraph/sdk';
import { TransformedTexts } from './transformed-texts.js';

/** Writes the numbers of one text, whose tokens are separated by single blanks, into its row, which is full of zeros. */
export type WriteNumbers = (text: string, row: Float32Array) => void;

/** Texts as rows of `width` numbers each: `[batch, width]`. */
export class NumberedTexts extends TransformedTexts {
  constructor(
    whole: Dataset,
    features: TensorSpec,
    private readonly width: number,
    private readonly write: WriteNumbers,
  ) {
    super(whole, { ...whole.spec, features: { ...features, shape: ['batch', width] } });
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const { texts = [], ...batch } = await this.whole.read(indices, options);
    const features = new Float32Array(texts.length * this.width);
    for (const [position, text] of texts.entries()) {
      this.write(text, features.subarray(position * this.width, (position + 1) * this.width));
    }
    return { ...batch, features, shape: [texts.length, this.width] };
  }
}
