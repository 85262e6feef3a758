import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions, ValueRange } from '@expgraph/sdk';
import {
  type ImageStatistics,
  type StandardizeOptions,
  standardizeFeatures,
  standardizeSample,
  whitenImage,
} from './standardize-image.js';

/** A dataset of centered, scaled or whitened images. */
export class StandardizedDataset extends DerivedDataset {
  constructor(
    original: Dataset,
    private readonly options: StandardizeOptions & { readonly range?: ValueRange },
    private readonly statistics: ImageStatistics,
  ) {
    const { range: _, ...features } = original.spec.features ?? {};
    super(original, {
      spec: { ...original.spec, features: options.range ? { ...features, range: options.range } : features },
    });
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    const [count, height, width, channels] = batch.shape;
    // The original dataset may keep the batch.
    const pixels = batch.features.slice();
    for (let place = 0; place < count; place += 1) {
      const image = { pixels, start: place * height * width * channels, height, width, channels };
      standardizeSample(image, this.options);
      standardizeFeatures(image, this.options, this.statistics);
      if (this.statistics.whitening) whitenImage(image, this.statistics.whitening);
    }
    return { ...batch, features: pixels };
  }
}
