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
export const relight = (image: ImageView, step: Light): void => relightWithKernel(image, relightOf(step));

/** The same for the values of a range whose channels have one scale; else undefined. */
export function relightInRange(step: Light, { scale, offset }: RangeScale): Relight | undefined {
  const [unit, black] = [scale[0], offset[0]];
  if (scale.some((factor) => factor !== unit) || offset.some((value) => value !== black)) return undefined;
  return relightOf(step, { unit, black });
}

function relightOf({ shift, factor }: Light, { unit, black } = LEVELS): Relight {
  if (factor === undefined) return { shift: shift * unit, factor: 1, added: 0, least: -Infinity, most: Infinity };
  return { shift: shift * unit, factor, added: black - black * factor, least: black, most: 255 * unit + black };
}
