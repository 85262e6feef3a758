import type { Random } from '@expgraph/sdk';
import type { ColourStep } from './colour-step.js';

export interface ColorJitterOptions {
  /** Each is the largest distance of a factor from 1. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** A share of the circle of colours, to either side. */
  readonly hue: number;
}

/** Brightness, contrast, saturation and hue, each at random and in random order, as torchvision's `ColorJitter`. */
export function drawColorJitter(options: ColorJitterOptions, random: Random): ColourStep[] {
  const factor = (amount: number) =>
    Math.max(1 - amount, 0) + (1 + amount - Math.max(1 - amount, 0)) * random.uniform();
  const steps: readonly (ColourStep | undefined)[] = [
    wanted(options.brightness, { kind: 'light', shift: 0, factor: factor(options.brightness) }),
    wanted(options.contrast, { kind: 'contrast', factor: factor(options.contrast) }),
    wanted(options.saturation, { kind: 'saturation', factor: factor(options.saturation) }),
    wanted(options.hue, { kind: 'hue', turn: options.hue * (2 * random.uniform() - 1) }),
  ];
  return Array.from(random.permutation(steps.length), (index) => steps[index]).filter((step) => step !== undefined);
}

const wanted = (amount: number, step: ColourStep) => (amount > 0 ? step : undefined);
