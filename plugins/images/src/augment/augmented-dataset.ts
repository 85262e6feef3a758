import { DerivedDataset, ReusedFloats, type TakenFloats } from '@expgraph/data/dataset';
import { imageOps } from '@expgraph/native/addons';
import type { Batch, Dataset, Random, ReadOptions } from '@expgraph/sdk';
import { RANGE_SCALES, type RangeScale } from '../decode/value-range.js';
import type { AugmentJob } from './augment-images.js';
import { augmentNatively } from './augment-natively.js';
import { augmentOnThreads } from './augment-on-threads.js';
import { type DrawOptions, drawAugmentation } from './draw-augmentation.js';
import type { FillMode } from './fill-mode.js';
import type { Size } from './matrix.js';
import type { Warp } from './warp-image.js';

export interface AugmentOptions extends DrawOptions {
  readonly fillMode: FillMode;
  /** Value beyond the edges for the fill mode constant, in units of 0..255. */
  readonly cval: number;
  readonly interpolation: Warp['interpolation'];
}

type BatchJob = Omit<AugmentJob, 'source' | 'target'>;

/** A dataset of randomly changed images, different in each epoch: image i of epoch e is always the same. */
export class AugmentedDataset extends DerivedDataset {
  private readonly scale: RangeScale;
  private readonly warp: Warp;
  private readonly floats = new ReusedFloats();

  constructor(
    original: Dataset,
    private readonly options: AugmentOptions,
    private readonly random: Random,
  ) {
    const { fillMode: mode, cval, interpolation } = options;
    const to = options.resizedCrop?.size;
    const { spec } = original;
    super(original, {
      spec: to ? { ...spec, features: { ...spec.features, shape: ['batch', ...to, 3] } } : spec,
      sameEachEpoch: undefined,
    });
    this.scale = RANGE_SCALES[spec.features?.range ?? '0..255'];
    const values = this.scale.scale.map((scale, channel) => cval * scale + this.scale.offset[channel]);
    this.warp = { mode, values, interpolation };
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    options.signal?.throwIfAborted();
    const [count, ...from] = batch.shape.slice(0, 3) as [number, number, number];
    const to = this.options.resizedCrop?.size ?? from;
    const changes = Array.from(indices, (index) =>
      drawAugmentation(this.options, from, to, this.random.stream(options.epoch ?? 0, index)),
    );
    const job = { from, to, first: 0, changes, warp: this.warp, scale: this.scale };
    const { values: target, release } = await this.augmented(batch.features, job);
    batch.release?.();
    return { ...batch, features: target, shape: [count, ...(to as Size), 3], release };
  }

  private async augmented(features: Float32Array, job: BatchJob): Promise<TakenFloats> {
    const { from, to, changes } = job;
    const native = imageOps();
    const take = () => this.floats.take(changes.length * to[0] * to[1] * 3);
    if (native) {
      const taken = take();
      await augmentNatively(native, { ...job, source: features, target: taken.values });
      return taken;
    }
    const copy = features.buffer instanceof SharedArrayBuffer ? undefined : this.copied(features);
    const source = copy?.values ?? features;
    // A copy can be overwritten: each image is read completely before it is written.
    const inPlace = copy && from[0] === to[0] && from[1] === to[1];
    const taken = inPlace ? copy : take();
    await augmentOnThreads({ ...job, source, target: taken.values });
    if (!inPlace) copy?.release();
    return taken;
  }

  /** Copies values to shared memory. */
  private copied(values: Float32Array): TakenFloats {
    const copy = this.floats.take(values.length);
    copy.values.set(values);
    return copy;
  }
}
