import type { RangeScale } from '../decode/value-range.js';
import { takeBrightness } from './adjust-brightness.js';
import { applyColorSteps } from './apply-color-steps.js';
import type { ImageAugmentation } from './draw-augmentation.js';
import type { Size } from './matrix.js';
import { type Warp, warpImage } from './warp-image.js';

/** Consecutive images of a batch and the changes of each. It can be sent to another thread. */
export interface AugmentJob {
  /** `float32[batch, ...from, 3]`. */
  readonly source: Float32Array;
  /** `float32[batch, ...to, 3]`. */
  readonly target: Float32Array;
  readonly from: Size;
  readonly to: Size;
  /** Index of the first image in the batch. */
  readonly first: number;
  readonly changes: readonly ImageAugmentation[];
  readonly warp: Warp;
  readonly scale: RangeScale;
}

/** Augments images on this thread. */
export function augmentImages({ source, target, from, to, first, changes, warp, scale }: AugmentJob): void {
  const [fromLength, toLength] = [from, to].map(([height, width]) => height * width * 3);
  for (const [index, { matrix, steps }] of changes.entries()) {
    const place = first + index;
    const image = { pixels: source, start: place * fromLength, height: from[0], width: from[1] };
    const augmented = { pixels: target, start: place * toLength, height: to[0], width: to[1] };
    const { brightness, others } = takeBrightness(steps, scale);
    warpImage(image, augmented, matrix, warp, brightness);
    applyColorSteps(augmented, others, scale);
  }
}
