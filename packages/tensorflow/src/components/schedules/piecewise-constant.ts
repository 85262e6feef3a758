import { component, Type } from '@expgraph/sdk';
import type { Schedule } from './schedule.js';

export const piecewiseConstant = component({
  kind: 'schedule',
  type: 'piecewise-constant',
  description: 'One learning rate up to and including each boundary, the next one after it.',
  config: Type.Object({
    boundaries: Type.Array(Type.Integer({ minimum: 0 }), {
      minItems: 1,
      description: 'Steps after which the learning rate changes.',
    }),
    values: Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
      minItems: 2,
      description: 'Learning rates, one more than boundaries.',
    }),
  }),
  create({ boundaries, values }): Schedule {
    return {
      at(step) {
        const piece = boundaries.findIndex((boundary) => step <= boundary);
        return values[piece < 0 ? values.length - 1 : piece];
      },
    };
  },
});
