import type { Random } from '@expgraph/sdk';
import type { ColorStep } from './color-step.js';

export interface ColorJitterOptions {
  /** Largest distance of the factor from 1, as for contrast and saturation. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Largest rotation in either direction, as a fraction of the color circle. */
  readonly hue: number;
}

/** Draws changes of brightness, contrast, saturation and hue, in random order, like torchvision's `ColorJitter`. */
export function drawColorJitter(options: ColorJitterOptions, random: Random): ColorStep[] {
  const factor = (amount: number) =>
    Math.max(1 - amount, 0) + (1 + amount - Math.max(1 - amount, 0)) * random.uniform();
  const steps: readonly (ColorStep | undefined)[] = [
    ifUsed(options.brightness, { kind: 'brightness', shift: 0, factor: factor(options.brightness) }),
    ifUsed(options.contrast, { kind: 'contrast', factor: factor(options.contrast) }),
    ifUsed(options.saturation, { kind: 'saturation', factor: factor(options.saturation) }),
    ifUsed(options.hue, { kind: 'hue', turn: options.hue * (2 * random.uniform() - 1) }),
  ];
  return Array.from(random.permutation(steps.length), (index) => steps[index]).filter((step) => step !== undefined);
}

const ifUsed = (amount: number, step: ColorStep) => (amount > 0 ? step : undefined);
