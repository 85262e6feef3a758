import { COLOR_STEP, type NativeColorStep } from '@expgraph/native/addons';
import { levelBrightness } from './adjust-brightness.js';
import { gaussian } from './blur-image.js';
import type { ColorStep } from './color-step.js';

type Kind = ColorStep['kind'];
type StepOf<Of extends Kind> = Extract<ColorStep, { kind: Of }>;

/** The numbers of each kind of color step. */
const NUMBERS: { readonly [Of in Kind]: (step: StepOf<Of>) => ArrayLike<number> } = {
  brightness: (step) => {
    const { shift, factor, offset, minimum, maximum } = levelBrightness(step);
    return [shift, factor, offset, minimum, maximum];
  },
  contrast: ({ factor }) => [factor],
  saturation: ({ factor }) => [factor],
  hue: ({ turn }) => [turn],
  sharpness: ({ factor }) => [factor],
  blur: ({ sigma }) => gaussian(sigma),
  autocontrast: () => [],
  equalize: () => [],
  posterize: ({ bits }) => [bits],
  solarize: ({ from }) => [from],
  erase: ({ top, left, height, width, fill }) => {
    const [isNoise, value] = 'seed' in fill ? [1, fill.seed] : [0, fill.level];
    return [top, left, height, width, isNoise, value];
  },
};

/** Converts a color step to the form that the native code takes. */
export const nativeStep = (step: ColorStep): NativeColorStep => ({
  kind: COLOR_STEP[step.kind],
  numbers: (NUMBERS[step.kind] as (step: ColorStep) => ArrayLike<number>)(step),
});
