import { endOf, type ImageView } from '../decode/image-view.js';
import type { RangeScale } from '../decode/value-range.js';
import type { ColorStep } from './color-step.js';

type BrightnessStep = Extract<ColorStep, { kind: 'brightness' }>;

/**
 * A change of brightness, in levels or in values of a range: adds `shift`, clipped to the lowest and the highest value of the image; then
 * multiplies by `factor`, adds `offset` and clips to `minimum` and `maximum`.
 */
export interface BrightnessChange {
  readonly shift: number;
  readonly factor: number;
  readonly offset: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Changes the brightness of an image in levels, in place. Unlike Keras, does not round to whole levels. */
export const adjustBrightness = (image: ImageView, step: BrightnessStep): void =>
  changeBrightness(image, levelBrightness(step));

/** Returns the change of a step, in levels. */
export const levelBrightness = (step: BrightnessStep): BrightnessChange => changeOf(step, { unit: 1, black: 0 });

/**
 * Separates a leading brightness step, which is common, from the other steps, so that it runs together with the affine transform. Only for
 * ranges with the same scale in all channels.
 */
export function takeBrightness(
  steps: readonly ColorStep[],
  { scale, offset }: RangeScale,
): { readonly brightness?: BrightnessChange; readonly others: readonly ColorStep[] } {
  const [step, ...others] = steps;
  const [unit, black] = [scale[0], offset[0]];
  const isUniform = scale.every((factor) => factor === unit) && offset.every((value) => value === black);
  if (step?.kind !== 'brightness' || !isUniform) return { others: steps };
  return { brightness: changeOf(step, { unit, black }), others };
}

/** `unit`: the difference between two levels; `black`: the value of level 0. */
function changeOf(
  { shift, factor }: BrightnessStep,
  { unit, black }: { readonly unit: number; readonly black: number },
): BrightnessChange {
  if (factor === undefined) return { shift: shift * unit, factor: 1, offset: 0, minimum: -Infinity, maximum: Infinity };
  return { shift: shift * unit, factor, offset: black - black * factor, minimum: black, maximum: 255 * unit + black };
}

/** Changes the brightness of an image in place, in 32-bit arithmetic like the native code. */
export function changeBrightness(image: ImageView, change: BrightnessChange): void {
  const { pixels, start } = image;
  const end = endOf(image);
  const shift = Math.fround(change.shift);
  const factor = Math.fround(change.factor);
  const offset = Math.fround(change.offset);
  const minimum = Math.fround(change.minimum);
  const maximum = Math.fround(change.maximum);
  // Without a shift, no value leaves the range of the image.
  const [low, high] = shift === 0 ? [-Infinity, Infinity] : valueRangeOf(image);
  for (let index = start; index < end; index += 1) {
    const shifted = Math.min(Math.max(Math.fround(pixels[index] + shift), low), high);
    const scaled = Math.fround(Math.fround(shifted * factor) + offset);
    pixels[index] = Math.min(Math.max(scaled, minimum), maximum);
  }
}

/** Returns the lowest and the highest value of an image. */
function valueRangeOf(image: ImageView): readonly [low: number, high: number] {
  const { pixels, start } = image;
  const end = endOf(image);
  let low = pixels[start];
  let high = low;
  for (let index = start + 1; index < end; index += 1) {
    low = Math.min(low, pixels[index]);
    high = Math.max(high, pixels[index]);
  }
  return [low, high];
}
