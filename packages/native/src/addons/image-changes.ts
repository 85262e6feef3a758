import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHANGES, nativeFolder } from '../set-up/native-folder.js';

/** What the colours of an image go through, in grey levels 0..255; its numbers are those of `native/recolour.cc`. */
export interface NativeColourStep {
  /** In the order of `Colouring` in `native/recolour.h`. */
  readonly kind: number;
  readonly numbers: ArrayLike<number>;
}

/** All that is done to an image: it is moved, its light is changed, then its colours. */
export interface NativeChange {
  /** From `[row, column, 1]` of the result to row and column of the source. */
  readonly matrix: readonly [rr: number, rc: number, r0: number, cr: number, cc: number, c0: number];
  /** `shift` is added, not beyond the lowest and the highest value of the image; then `added` to `factor` times that, within bounds. */
  readonly light?: Readonly<Record<'shift' | 'factor' | 'added' | 'least' | 'most', number>>;
  readonly steps: readonly NativeColourStep[];
}

/** Images of one size in a batch, and what they become. */
export interface ChangedImages {
  /** `float32[batch, ...from, 3]`. It does not change until that is done, nor does `target`. */
  readonly source: Float32Array;
  /** `float32[batch, ...to, 3]`, on other memory. */
  readonly target: Float32Array;
  readonly from: readonly [height: number, width: number];
  readonly to: readonly [height: number, width: number];
  /** The place of the first image in the batch; others follow. */
  readonly first: number;
  readonly changes: readonly NativeChange[];
  /** Between pixels; else the nearest one is taken. */
  readonly interpolated: boolean;
  /** What lies beyond the edges: 0 nearest, 1 constant, 2 reflect, 3 wrap. */
  readonly mode: number;
  /** `[3]`: of constant. */
  readonly values: readonly number[];
  /** How levels are expressed: `value = level * scale[channel] + offset[channel]`, of that one of red, green and blue. */
  readonly range: Readonly<Record<'scale' | 'offset' | 'channels', readonly number[]>>;
}

/** Changes images on another thread. */
export interface ImageChanges {
  change(images: ChangedImages): Promise<void>;
}

/** Our own addon, see `native/image_changes.cc`. */
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

let loaded: ImageChanges | undefined;

/** Undefined where no native backend has been built on this system. It need not be started: this part has nothing of TensorFlow. */
export function imageChanges(): ImageChanges | undefined {
  const path = join(nativeFolder(), CHANGES);
  if (!loaded && existsSync(path)) loaded = changesOf(createRequire(import.meta.url)(path) as Addon);
  return loaded;
}

const changesOf = ({ change }: Addon): ImageChanges => ({
  change: ({ source, target, from, to, first, changes, interpolated, mode, values, range }) =>
    change(
      source,
      target,
      Int32Array.of(...from, ...to, first, Number(interpolated)),
      Float32Array.of(mode, ...values),
      Float64Array.of(...range.scale, ...range.offset, ...range.channels),
      Float64Array.from(changes.flatMap(numbersOf)),
    ),
});

/** As the addon reads them: without a shift, light is left as it is. */
function numbersOf({ matrix, light, steps }: NativeChange): number[] {
  const { shift, factor, added, least, most } = light ?? NO_LIGHT;
  const ofSteps = steps.flatMap(({ kind, numbers }) => [kind, numbers.length, ...Array.from(numbers)]);
  return [...matrix, shift, factor, added, least, most, steps.length, ...ofSteps];
}

const NO_LIGHT = { shift: Number.NaN, factor: 1, added: 0, least: 0, most: 0 };
