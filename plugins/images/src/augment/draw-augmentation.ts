import type { Random } from '@expgraph/sdk';
import type { ColorStep } from './color-step.js';
import { type ColorJitterOptions, drawColorJitter } from './draw-color-jitter.js';
import { drawErasure, type ErasingOptions } from './draw-erasure.js';
import { drawRandAugment, type RandAugmentOptions } from './draw-rand-augment.js';
import { drawResizedCrop, type ResizedCropOptions } from './draw-resized-crop.js';
import { drawTransform, type ImageTransform, type TransformOptions } from './draw-transform.js';
import { affineMatrix, compose, flipMatrix, type Matrix, type Size } from './matrix.js';

export interface DrawOptions extends TransformOptions {
  readonly resizedCrop?: ResizedCropOptions;
  readonly colorJitter?: ColorJitterOptions;
  readonly randAugment?: RandAugmentOptions;
  readonly blur?: BlurOptions;
  readonly erasing?: ErasingOptions;
}

export interface BlurOptions {
  readonly probability: number;
  /** Lowest and highest standard deviation, in pixels. */
  readonly sigma: readonly [number, number];
}

/** All changes of one image: one affine transform, then color steps. */
export interface ImageAugmentation {
  readonly matrix: Matrix;
  readonly steps: readonly ColorStep[];
}

/** Draws the changes of an image. Each option draws from its own random stream, so that adding an option does not change the others. */
export function drawAugmentation(options: DrawOptions, from: Size, to: Size, random: Random): ImageAugmentation {
  const { resizedCrop, colorJitter, randAugment, blur, erasing } = options;
  const { matrix, steps } = augmentationOf(drawTransform(options, to, random), to);
  const box = resizedCrop ? drawResizedCrop(resizedCrop, from, to, random.stream('crop')) : undefined;
  const chosen = randAugment && drawRandAugment(randAugment, to, random.stream('randAugment'));
  const matrices = [...(box ? [box] : []), matrix, ...(chosen?.matrices ?? [])];
  return {
    matrix: matrices.reduce((outer, inner) => compose(outer, inner)),
    steps: [
      ...steps,
      ...(colorJitter ? drawColorJitter(colorJitter, random.stream('colorJitter')) : []),
      ...(chosen?.steps ?? []),
      ...(blur ? drawBlur(blur, random.stream('blur')) : []),
      ...(erasing ? drawErasure(erasing, to, random.stream('erasing')) : []),
    ],
  };
}

/** Applies a transform like ImageDataGenerator: affine transform and flip in one interpolation, then channel shift and brightness. */
export function augmentationOf(
  { affine, flip, channelShift, brightness }: ImageTransform,
  size: Size,
): ImageAugmentation {
  const isAdjusted = channelShift !== 0 || brightness !== undefined;
  return {
    matrix: compose(affineMatrix(affine, size), flipMatrix(size, flip)),
    steps: isAdjusted ? [{ kind: 'brightness', shift: channelShift, factor: brightness }] : [],
  };
}

function drawBlur({ probability, sigma: [low, high] }: BlurOptions, random: Random): ColorStep[] {
  const [chance, place] = [random.uniform(), random.uniform()];
  return chance < probability ? [{ kind: 'blur', sigma: low + (high - low) * place }] : [];
}
