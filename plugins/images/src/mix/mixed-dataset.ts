import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, Random, ReadOptions } from '@expgraph/sdk';
import { drawMixture, type MixOptions, type Mixture } from './draw-mixture.js';

/**
 * A dataset that mixes each image with another one, differently in each epoch. The partner of an image does not depend on the batch in
 * which it is read.
 */
export class MixedDataset extends DerivedDataset {
  constructor(
    original: Dataset,
    private readonly options: MixOptions,
    private readonly random: Random,
  ) {
    const { spec } = original;
    super(original, {
      spec: { ...spec, label: { ...spec.label, encoding: 'class', soft: true } },
      sameEachEpoch: undefined,
    });
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    const [count, height, width] = batch.shape;
    const mixtures = Array.from(indices, (index) => {
      const random = this.random.stream(options.epoch ?? 0, index);
      return drawMixture(this.options, this.size, [height, width], random);
    });
    const partners = await this.original.read(
      mixtures.flatMap((mixture) => mixture?.partner ?? []),
      options,
    );
    const mixed: Batch & { targets: Float32Array } = {
      ...batch,
      features: batch.features.slice(),
      targets: softLabelsOf(batch, this.classes.length),
      ...(batch.weights && { weights: batch.weights.slice() }),
    };
    const others = { ...partners, targets: softLabelsOf(partners, this.classes.length) };
    let next = 0;
    for (let place = 0; place < count; place += 1) {
      const mixture = mixtures[place];
      if (mixture) mixInto(mixed, place, others, next++, mixture);
    }
    return { ...mixed, labels: argmax(mixed.targets, count) };
  }
}

/** Returns the soft labels of a batch, `[batch, classes]`; one-hot if its labels are not soft yet. */
function softLabelsOf({ labels, targets }: Batch, classes: number): Float32Array {
  if (targets) return targets.slice();
  const oneHot = new Float32Array(labels.length * classes);
  for (const [example, label] of labels.entries()) oneHot[example * classes + label] = 1;
  return oneHot;
}

/** Returns the class with the largest fraction in each example. */
function argmax(targets: Float32Array, count: number): Int32Array {
  const classes = targets.length / count;
  return Int32Array.from({ length: count }, (_, example) => {
    const row = targets.subarray(example * classes, (example + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

type SoftBatch = Batch & { readonly targets: Float32Array };

/** Mixes the pixels, soft labels and sample weight of example `from` of another batch into example `to`. */
function mixInto(batch: SoftBatch, to: number, other: SoftBatch, from: number, { fraction, box }: Mixture): void {
  const [, height, width, channels] = batch.shape;
  const length = height * width * channels;
  const classes = batch.targets.length / batch.labels.length;
  if (box) {
    for (let row = box.top; row < box.bottom; row += 1) {
      const [start, end] = [box.left, box.right].map((column) => (row * width + column) * channels);
      const cut = other.features.subarray(from * length + start, from * length + end);
      batch.features.set(cut, to * length + start);
    }
  } else blend(batch.features, other.features, length, to, from, fraction);
  blend(batch.targets, other.targets, classes, to, from, fraction);
  if (batch.weights && other.weights) blend(batch.weights, other.weights, 1, to, from, fraction);
}

/** Replaces row `to` by its weighted mean with row `from` of `others`. */
function blend(
  rows: Float32Array,
  others: Float32Array,
  length: number,
  to: number,
  from: number,
  fraction: number,
): void {
  for (let index = 0; index < length; index += 1) {
    const at = to * length + index;
    rows[at] = rows[at] * (1 - fraction) + others[from * length + index] * fraction;
  }
}
