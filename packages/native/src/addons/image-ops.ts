import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHANGES, nativeFolder } from '../set-up/native-folder.js';

/** A change of the colors of an image, in levels 0..255. */
export interface NativeColorStep {
  /** One of `COLOR_STEP`. */
  readonly kind: number;
  readonly numbers: ArrayLike<number>;
}

/** All changes of one image: an affine transform, then brightness, then colors. */
export interface NativeAugmentation {
  /** Maps `[row, column, 1]` of the output to row and column of the input. */
  readonly matrix: readonly [rr: number, rc: number, r0: number, cr: number, cc: number, c0: number];
  /**
   * Adds `shift` to all values, clipped to the lowest and the highest value of the image; then multiplies by `factor`, adds `offset` and
   * clips to `minimum` and `maximum`.
   */
  readonly brightness?: Readonly<Record<'shift' | 'factor' | 'offset' | 'minimum' | 'maximum', number>>;
  readonly steps: readonly NativeColorStep[];
}

/** Consecutive images of a batch, all of one size, and the change of each. */
export interface NativeAugmentJob {
  /** `float32[batch, ...from, 3]`. Neither `source` nor `target` may be written until the promise resolves. */
  readonly source: Float32Array;
  /** `float32[batch, ...to, 3]`, in other memory than `source`. */
  readonly target: Float32Array;
  readonly from: readonly [height: number, width: number];
  readonly to: readonly [height: number, width: number];
  /** Index of the first image in the batch. */
  readonly first: number;
  readonly changes: readonly NativeAugmentation[];
  /** Whether to interpolate between pixels; otherwise the nearest pixel is used. */
  readonly interpolated: boolean;
  /** Fill mode beyond the edges: one of `FILL_MODE`. */
  readonly mode: number;
  /** `[3]`: values of the fill mode constant. */
  readonly values: readonly number[];
  /** Maps levels to values: `value = level * scale[channel] + offset[channel]`; `channels` has the RGB channel of each channel. */
  readonly range: Readonly<Record<'scale' | 'offset' | 'channels', readonly number[]>>;
}

/** Augments images in native code. */
export interface ImageOps {
  /** Augments images on another thread. */
  augment(job: NativeAugmentJob): Promise<void>;
}

/** Our addon `image_ops`. */
interface Addon {
  change(
    source: Float32Array,
    target: Float32Array,
    shape: Int32Array,
    fill: Float32Array,
    range: Float64Array,
    changes: Float64Array,
  ): Promise<void>;
}

let loaded: ImageOps | undefined;

/** Returns the addon, or undefined if no native backend has been built on this system. It does not need TensorFlow, nor a started backend. */
export function imageOps(): ImageOps | undefined {
  const path = join(nativeFolder(), CHANGES);
  if (!loaded && existsSync(path)) loaded = opsOf(createRequire(import.meta.url)(path) as Addon);
  return loaded;
}

const opsOf = ({ change }: Addon): ImageOps => ({
  augment: ({ source, target, from, to, first, changes, interpolated, mode, values, range }) =>
    change(
      source,
      target,
      Int32Array.of(...from, ...to, first, Number(interpolated)),
      Float32Array.of(mode, ...values),
      Float64Array.of(...range.scale, ...range.offset, ...range.channels),
      Float64Array.from(changes.flatMap(numbersOf)),
    ),
});

/** Encodes a change as the addon reads it. NaN as the shift leaves the brightness as it is. */
function numbersOf({ matrix, brightness, steps }: NativeAugmentation): number[] {
  const { shift, factor, offset, minimum, maximum } = brightness ?? SAME_BRIGHTNESS;
  const ofSteps = steps.flatMap(({ kind, numbers }) => [kind, numbers.length, ...Array.from(numbers)]);
  return [...matrix, shift, factor, offset, minimum, maximum, steps.length, ...ofSteps];
}

const SAME_BRIGHTNESS = { shift: Number.NaN, factor: 1, offset: 0, minimum: 0, maximum: 0 };
