import type { ColourStep } from './colour-step.js';
import { type Relight, relightWithKernel } from './image-kernel.js';
import type { ImageView } from './image-view.js';
import type { RangeScale } from './value-range.js';

type Light = Extract<ColourStep, { kind: 'light' }>;

const LEVELS = { unit: 1, black: 0 };

/**
 * Shifts all channels of an image, not beyond the darkest and brightest level that it has, then scales its light within 0..255.
 * Unlike Keras, light does not round to whole grey levels.
 */
export const relight = (image: ImageView, step: Light): void => relightWithKernel(image, levelRelight(step));

/** The same as numbers, for grey levels. */
export const levelRelight = (step: Light): Relight => relightOf(step);

/**
 * ImageDataGenerator's own change of light is most of what is asked for: where it is the first of an image's steps, and means the same for all
 * channels of the range, it can be done with the move.
 */
export function takeLight(
  steps: readonly ColourStep[],
  { scale, offset }: RangeScale,
): { readonly light?: Relight; readonly others: readonly ColourStep[] } {
  const [step, ...others] = steps;
  const [unit, black] = [scale[0], offset[0]];
  const same = scale.every((factor) => factor === unit) && offset.every((value) => value === black);
  if (step?.kind !== 'light' || !same) return { others: steps };
  return { light: relightOf(step, { unit, black }), others };
}

function relightOf({ shift, factor }: Light, { unit, black } = LEVELS): Relight {
  if (factor === undefined) return { shift: shift * unit, factor: 1, added: 0, least: -Infinity, most: Infinity };
  return { shift: shift * unit, factor, added: black - black * factor, least: black, most: 255 * unit + black };
}
