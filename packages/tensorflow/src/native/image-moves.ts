import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { MOVES, nativeFolder } from './native-folder.js';

/** What is done to an image: it is moved, then its light is changed. */
export interface ImageMove {
  /** From `[row, column, 1]` of the result to row and column of the source. */
  readonly matrix: readonly [rr: number, rc: number, r0: number, cr: number, cc: number, c0: number];
  /** `shift` is added, not beyond the lowest and the highest value of the image; then `added` to `factor` times that, within bounds. */
  readonly light?: Readonly<Record<'shift' | 'factor' | 'added' | 'least' | 'most', number>>;
}

/** Images of one size in a batch, and what they become. */
export interface MovedImages {
  /** `float32[batch, ...from, 3]`. It does not change until they are moved, nor does `target`. */
  readonly source: Float32Array;
  /** `float32[batch, ...to, 3]`, on other memory. */
  readonly target: Float32Array;
  readonly from: readonly [height: number, width: number];
  readonly to: readonly [height: number, width: number];
  /** The place of the first image in the batch; others follow. */
  readonly first: number;
  readonly moves: readonly ImageMove[];
  /** What lies beyond the edges: 0 nearest, 1 constant, 2 reflect, 3 wrap. */
  readonly mode: number;
  /** `[3]`: of constant. */
  readonly values: readonly number[];
}

/** Moves images with bilinear interpolation, on another thread. */
export interface ImageMoves {
  move(images: MovedImages): Promise<void>;
}

/** Our own addon, see `native/image_moves.cc`. */
interface Addon {
  move(
    source: Float32Array,
    target: Float32Array,
    shape: Int32Array,
    fill: Float32Array,
    moves: Float64Array,
  ): Promise<void>;
}

let loaded: ImageMoves | undefined;

/** Undefined where no native backend has been built on this system. It need not be started: this part has nothing of TensorFlow. */
export function imageMoves(): ImageMoves | undefined {
  const path = join(nativeFolder(), MOVES);
  if (!loaded && existsSync(path)) loaded = movesOf(createRequire(import.meta.url)(path) as Addon);
  return loaded;
}

const movesOf = ({ move }: Addon): ImageMoves => ({
  move: ({ source, target, from, to, first, moves, mode, values }) =>
    move(
      source,
      target,
      Int32Array.of(...from, ...to, first),
      Float32Array.of(mode, ...values),
      Float64Array.from(moves.flatMap(numbersOf)),
    ),
});

/** As the addon reads them: without a shift, light is left as it is. */
function numbersOf({ matrix, light }: ImageMove): number[] {
  const { shift, factor, added, least, most } = light ?? NO_LIGHT;
  return [...matrix, shift, factor, added, least, most];
}

const NO_LIGHT = { shift: Number.NaN, factor: 1, added: 0, least: 0, most: 0 };
