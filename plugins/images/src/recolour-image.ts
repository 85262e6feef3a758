import { blurImage } from './blur-image.js';
import type { ColourStep } from './colour-step.js';
import { enhanceContrast, enhanceSaturation, enhanceSharpness } from './enhance-image.js';
import { eraseBox } from './erase-box.js';
import { endOf, type ImageView } from './image-view.js';
import { equalizeImage, posterizeImage, solarizeImage, stretchContrast } from './level-tables.js';
import { relight } from './relight-image.js';
import { turnHue } from './turn-hue.js';
import type { RangeScale } from './value-range.js';

/** Changes the colours of an image in place. Steps are meant in grey levels, whatever the image's range. */
export function recolourImage(image: ImageView, steps: readonly ColourStep[], scale: RangeScale): void {
  if (steps.length === 0) return;
  const levels = isLevels(scale) ? image : toLevels(image, scale);
  for (const step of steps) (STEPS[step.kind] as (image: ImageView, step: ColourStep) => void)(levels, step);
  if (levels !== image) fromLevels(levels, image, scale);
}

const STEPS: { readonly [Kind in ColourStep['kind']]: (image: ImageView, step: StepOf<Kind>) => void } = {
  light: relight,
  contrast: (image, { factor }) => enhanceContrast(image, factor),
  saturation: (image, { factor }) => enhanceSaturation(image, factor),
  sharpness: (image, { factor }) => enhanceSharpness(image, factor),
  hue: (image, { turn }) => turnHue(image, turn),
  blur: (image, { sigma }) => blurImage(image, sigma),
  autocontrast: stretchContrast,
  equalize: equalizeImage,
  posterize: (image, { bits }) => posterizeImage(image, bits),
  solarize: (image, { from }) => solarizeImage(image, from),
  erase: eraseBox,
};

type StepOf<Kind> = Extract<ColourStep, { kind: Kind }>;

const isLevels = ({ scale, offset }: RangeScale) =>
  scale.every((factor) => factor === 1) && offset.every((value) => value === 0);

function toLevels(image: ImageView, { scale, offset, channels }: RangeScale): ImageView {
  const { start, pixels, height, width } = image;
  const levels = new Float32Array(height * width * 3);
  for (const [channel, colour] of channels.entries()) {
    const [factor, from] = [scale[channel], offset[channel]];
    for (let index = 0; index < levels.length; index += 3) {
      levels[index + colour] = (pixels[start + index + channel] - from) / factor;
    }
  }
  return { pixels: levels, start: 0, height, width };
}

function fromLevels({ pixels: levels }: ImageView, image: ImageView, { scale, offset, channels }: RangeScale): void {
  const { start, pixels } = image;
  for (const [channel, colour] of channels.entries()) {
    const [factor, from] = [scale[channel], offset[channel]];
    for (let index = start; index < endOf(image); index += 3) {
      pixels[index + channel] = levels[index - start + colour] * factor + from;
    }
  }
}
