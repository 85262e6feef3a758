import type { Random } from '@expgraph/sdk';
import { type ColorJitterOptions, drawColorJitter } from './color-jitter.js';
import type { ColourStep } from './colour-step.js';
import { drawErasure, type ErasingOptions } from './erasing.js';
import { drawTransform, type ImageTransform, type TransformOptions } from './image-transform.js';
import { affineMatrix, composed, type Matrix, mirror, type Size } from './matrix.js';
import { drawRandAugment, type RandAugmentOptions } from './rand-augment.js';
import { drawResizedCrop, type ResizedCropOptions } from './resized-crop.js';

export interface ChangeOptions extends TransformOptions {
  readonly resizedCrop?: ResizedCropOptions;
  readonly colorJitter?: ColorJitterOptions;
  readonly randAugment?: RandAugmentOptions;
  readonly blur?: BlurOptions;
  readonly erasing?: ErasingOptions;
}

export interface BlurOptions {
  readonly probability: number;
  /** Lowest and highest deviation, in pixels. */
  readonly sigma: readonly [number, number];
}

/** All that is done to one image: one move, then steps in colour. */
export interface ImageChange {
  readonly matrix: Matrix;
  readonly steps: readonly ColourStep[];
}

/** Draws what is done to an image of a size. Each option has a stream of its own: it does not change another's draws. */
export function drawChange(options: ChangeOptions, from: Size, to: Size, random: Random): ImageChange {
  const { resizedCrop, colorJitter, randAugment, blur, erasing } = options;
  const { matrix, steps } = changeOf(drawTransform(options, to, random), to);
  const box = resizedCrop ? drawResizedCrop(resizedCrop, from, to, random.stream('crop')) : undefined;
  const chosen = randAugment && drawRandAugment(randAugment, to, random.stream('randAugment'));
  const moves = [...(box ? [box] : []), matrix, ...(chosen?.moves ?? [])];
  return {
    matrix: moves.reduce((outer, inner) => composed(outer, inner)),
    steps: [
      ...steps,
      ...(colorJitter ? drawColorJitter(colorJitter, random.stream('colorJitter')) : []),
      ...(chosen?.steps ?? []),
      ...(blur ? drawBlur(blur, random.stream('blur')) : []),
      ...(erasing ? drawErasure(erasing, to, random.stream('erasing')) : []),
    ],
  };
}

/** As ImageDataGenerator does it: moved, then mirrored, in one go; then shifted and lit. */
export function changeOf({ affine, flip, channelShift, brightness }: ImageTransform, size: Size): ImageChange {
  const lit = channelShift !== 0 || brightness !== undefined;
  return {
    matrix: composed(affineMatrix(affine, size), mirror(size, flip)),
    steps: lit ? [{ kind: 'light', shift: channelShift, factor: brightness }] : [],
  };
}

function drawBlur({ probability, sigma: [low, high] }: BlurOptions, random: Random): ColourStep[] {
  const [chance, place] = [random.uniform(), random.uniform()];
  return chance < probability ? [{ kind: 'blur', sigma: low + (high - low) * place }] : [];
}
