import { type ComponentConfig, Type } from '@expgraph/sdk';
import type { Schedule } from '../schedules/schedule.js';

export const learningRate = (byDefault: number) =>
  Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Component('schedule')], {
    default: byDefault,
    description: 'Learning rate, or a schedule of it.',
  });

/** Returns the learning rate of a config whose nested components are already created. */
export const rateOf = (value: number | ComponentConfig | Schedule) => value as number | Schedule;

export const epsilon = Type.Number({
  exclusiveMinimum: 0,
  default: 1e-7,
  description: 'Small constant that keeps the division from overflowing.',
});

export const beta1 = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0.9,
  description: 'Decay rate of the first moment, the mean of the gradient.',
});

export const beta2 = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0.999,
  description: 'Decay rate of the second moment, the mean of the squared gradient.',
});

export const momentum = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0,
  description: 'Fraction of the previous update that is added to the next, 0 to 1.',
});
