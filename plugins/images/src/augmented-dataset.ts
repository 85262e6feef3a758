import { DerivedDataset, ReusedFloats, type TakenFloats } from '@expgraph/data/dataset';
import { imageChanges } from '@expgraph/native/addons';
import type { Batch, Dataset, Random, ReadOptions } from '@expgraph/sdk';
import type { ImageJob } from './change-images.js';
import { changeNatively } from './change-natively.js';
import type { FillMode } from './fill-mode.js';
import { type ChangeOptions, drawChange } from './image-change.js';
import { changeOnThreads } from './image-workers.js';
import type { Size } from './matrix.js';
import { RANGE_SCALES, type RangeScale } from './value-range.js';
import type { Warp } from './warp-image.js';

export interface AugmentOptions extends ChangeOptions {
  readonly fillMode: FillMode;
  /** The value beyond the edge, in units of 0..255. */
  readonly cval: number;
  readonly interpolation: Warp['interpolation'];
}

/** What a batch becomes, wherever that is. */
type BatchJob = Omit<ImageJob, 'source' | 'target'>;

/** A data set whose images are changed at random, anew each epoch: image i of epoch e is always the same. */
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
      drawChange(this.options, from, to, this.random.stream(options.epoch ?? 0, index)),
    );
    const job = { from, to, first: 0, changes, warp: this.warp, scale: this.scale };
    const { values: target, release } = await this.changed(batch.features, job);
    batch.release?.();
    return { ...batch, features: target, shape: [count, ...(to as Size), 3], release };
  }

  private async changed(features: Float32Array, job: BatchJob): Promise<TakenFloats> {
    const { from, to, changes } = job;
    const native = imageChanges();
    const take = () => this.floats.take(changes.length * to[0] * to[1] * 3);
    if (native) {
      const taken = take();
      await changeNatively(native, { ...job, source: features, target: taken.values });
      return taken;
    }
    const copy = features.buffer instanceof SharedArrayBuffer ? undefined : this.copied(features);
    const source = copy?.values ?? features;
    // A copy can be overwritten: an image is read as a whole before it is written.
    const inPlace = copy && from[0] === to[0] && from[1] === to[1];
    const taken = inPlace ? copy : take();
    await changeOnThreads({ ...job, source, target: taken.values });
    if (!inPlace) copy?.release();
    return taken;
  }

  /** On memory that threads share. */
  private copied(values: Float32Array): TakenFloats {
    const copy = this.floats.take(values.length);
    copy.values.set(values);
    return copy;
  }
}
