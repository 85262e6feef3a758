import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, Random, ReadOptions } from '@expgraph/sdk';
import { drawMixture, type MixOptions, type Mixture } from './mixture.js';

/**
 * A data set whose images are mixed with others of it, anew each epoch. What an image is mixed with does not depend on the batch that
 * it is read in.
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
      targets: sharesOf(batch, this.classes.length),
      ...(batch.weights && { weights: batch.weights.slice() }),
    };
    const others = { ...partners, targets: sharesOf(partners, this.classes.length) };
    let next = 0;
    for (let place = 0; place < count; place += 1) {
      const mixture = mixtures[place];
      if (mixture) mixInto(mixed, place, others, next++, mixture);
    }
    return { ...mixed, labels: largest(mixed.targets, count) };
  }
}

/** The share of each class in each example: all of one, where labels are not soft yet. */
function sharesOf({ labels, targets }: Batch, classes: number): Float32Array {
  if (targets) return targets.slice();
  const shares = new Float32Array(labels.length * classes);
  for (const [example, label] of labels.entries()) shares[example * classes + label] = 1;
  return shares;
}

/** The class of the largest share of each example. */
function largest(shares: Float32Array, count: number): Int32Array {
  const classes = shares.length / count;
  return Int32Array.from({ length: count }, (_, example) => {
    const row = shares.subarray(example * classes, (example + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

type Shared = Batch & { readonly targets: Float32Array };

/** Mixes example `from` of another batch into example `to`: its pixels, its label, and how much it counts. */
function mixInto(batch: Shared, to: number, other: Shared, from: number, { share, box }: Mixture): void {
  const [, height, width, channels] = batch.shape;
  const length = height * width * channels;
  const classes = batch.targets.length / batch.labels.length;
  if (box) {
    for (let row = box.top; row < box.bottom; row += 1) {
      const [start, end] = [box.left, box.right].map((column) => (row * width + column) * channels);
      const cut = other.features.subarray(from * length + start, from * length + end);
      batch.features.set(cut, to * length + start);
    }
  } else blend(batch.features, other.features, length, to, from, share);
  blend(batch.targets, other.targets, classes, to, from, share);
  if (batch.weights && other.weights) blend(batch.weights, other.weights, 1, to, from, share);
}

/** Row `to` becomes its weighted mean with row `from` of the other. */
function blend(
  rows: Float32Array,
  others: Float32Array,
  length: number,
  to: number,
  from: number,
  share: number,
): void {
  for (let index = 0; index < length; index += 1) {
    const at = to * length + index;
    rows[at] = rows[at] * (1 - share) + others[from * length + index] * share;
  }
}
