import type { ImageChange } from './image-change.js';
import type { Size } from './matrix.js';
import { recolourImage } from './recolour-image.js';
import { takeLight } from './relight-image.js';
import type { RangeScale } from './value-range.js';
import { type Warp, warpImage } from './warp-image.js';

/** Images that follow each other in a batch, and what is to be done to each. It can be sent to another thread. */
export interface ImageJob {
  /** `float32[batch, ...from, 3]`. */
  readonly source: Float32Array;
  /** `float32[batch, ...to, 3]`. */
  readonly target: Float32Array;
  readonly from: Size;
  readonly to: Size;
  /** The place of the first image in the batch. */
  readonly first: number;
  readonly changes: readonly ImageChange[];
  readonly warp: Warp;
  readonly scale: RangeScale;
}

export function changeImages({ source, target, from, to, first, changes, warp, scale }: ImageJob): void {
  const [fromLength, toLength] = [from, to].map(([height, width]) => height * width * 3);
  for (const [index, { matrix, steps }] of changes.entries()) {
    const place = first + index;
    const image = { pixels: source, start: place * fromLength, height: from[0], width: from[1] };
    const changed = { pixels: target, start: place * toLength, height: to[0], width: to[1] };
    const { light, others } = takeLight(steps, scale);
    warpImage(image, changed, matrix, warp, light);
    recolourImage(changed, others, scale);
  }
}
