import { endOf, type ImageView } from '../decode/image-view.js';
import type { RangeScale } from '../decode/value-range.js';
import { adjustBrightness } from './adjust-brightness.js';
import { adjustHue } from './adjust-hue.js';
import { blurImage } from './blur-image.js';
import type { ColorStep } from './color-step.js';
import { enhanceContrast, enhanceSaturation, enhanceSharpness } from './enhance-image.js';
import { eraseBox } from './erase-box.js';
import { autocontrastImage, equalizeImage, posterizeImage, solarizeImage } from './level-tables.js';

/** Applies color steps to an image, in place. Steps are in levels 0..255, for images of any range. */
export function applyColorSteps(image: ImageView, steps: readonly ColorStep[], scale: RangeScale): void {
  if (steps.length === 0) return;
  const levels = isLevels(scale) ? image : toLevels(image, scale);
  for (const step of steps) (STEPS[step.kind] as (image: ImageView, step: ColorStep) => void)(levels, step);
  if (levels !== image) fromLevels(levels, image, scale);
}

const STEPS: { readonly [Kind in ColorStep['kind']]: (image: ImageView, step: StepOf<Kind>) => void } = {
  brightness: adjustBrightness,
  contrast: (image, { factor }) => enhanceContrast(image, factor),
  saturation: (image, { factor }) => enhanceSaturation(image, factor),
  sharpness: (image, { factor }) => enhanceSharpness(image, factor),
  hue: (image, { turn }) => adjustHue(image, turn),
  blur: (image, { sigma }) => blurImage(image, sigma),
  autocontrast: autocontrastImage,
  equalize: equalizeImage,
  posterize: (image, { bits }) => posterizeImage(image, bits),
  solarize: (image, { from }) => solarizeImage(image, from),
  erase: eraseBox,
};

type StepOf<Kind> = Extract<ColorStep, { kind: Kind }>;

const isLevels = ({ scale, offset }: RangeScale) =>
  scale.every((factor) => factor === 1) && offset.every((value) => value === 0);

function toLevels(image: ImageView, { scale, offset, channels }: RangeScale): ImageView {
  const { start, pixels, height, width } = image;
  const levels = new Float32Array(height * width * 3);
  for (const [channel, rgbChannel] of channels.entries()) {
    const [factor, from] = [scale[channel], offset[channel]];
    for (let index = 0; index < levels.length; index += 3) {
      levels[index + rgbChannel] = (pixels[start + index + channel] - from) / factor;
    }
  }
  return { pixels: levels, start: 0, height, width };
}

function fromLevels({ pixels: levels }: ImageView, image: ImageView, { scale, offset, channels }: RangeScale): void {
  const { start, pixels } = image;
  for (const [channel, rgbChannel] of channels.entries()) {
    const [factor, from] = [scale[channel], offset[channel]];
    for (let index = start; index < endOf(image); index += 3) {
      pixels[index + channel] = levels[index - start + rgbChannel] * factor + from;
    }
  }
}
