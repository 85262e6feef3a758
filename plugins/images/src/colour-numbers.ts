import type { NativeColourStep } from '@expgraph/native/addons';
import { gaussian } from './blur-image.js';
import type { ColourStep } from './colour-step.js';
import { levelRelight } from './relight-image.js';

type Kind = ColourStep['kind'];
type StepOf<Of extends Kind> = Extract<ColourStep, { kind: Of }>;

/** The numbers of each change of colour, in the order in which native code knows them. */
const NUMBERS: { readonly [Of in Kind]: (step: StepOf<Of>) => ArrayLike<number> } = {
  light: (step) => {
    const { shift, factor, added, least, most } = levelRelight(step);
    return [shift, factor, added, least, most];
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
  erase: ({ top, left, height, width, fill }) => [
    ...[top, left, height, width],
    ...('seed' in fill ? [1, fill.seed] : [0, fill.level]),
  ],
};

const KINDS = Object.keys(NUMBERS);

/** A change of colour as native code takes it. */
export const colourNumbers = (step: ColourStep): NativeColourStep => ({
  kind: KINDS.indexOf(step.kind),
  numbers: (NUMBERS[step.kind] as (step: ColourStep) => ArrayLike<number>)(step),
});
