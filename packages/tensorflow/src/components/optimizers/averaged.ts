import { tf } from '../../tfjs.js';
import type { Optimizer } from './optimizer.js';

/** Name of the slot with the average of a variable. */
export const AVERAGE = 'average';

/**
 * Returns an optimizer that also keeps the exponential moving average of each variable (Polyak and Juditsky, 1992):
 * `average = momentum * average + (1 - momentum) * variable` after each update, starting with the first.
 */
export function averaged(optimizer: Optimizer, momentum: number): Optimizer {
  const inner = optimizer.scalars(1, 0).length;
  return {
    type: optimizer.type,
    learningRate: optimizer.learningRate,
    slots: [...optimizer.slots, AVERAGE],
    // The average of a variable that has been updated before starts as a copy of it.
    slotsLikeVariable: [AVERAGE],
    scalars: (step, rate) => [...optimizer.scalars(step, rate), step === 1 ? 0 : momentum],
    update({ variable, gradient, slots, scalars }) {
      const known = { slots: slots.slice(0, -1), scalars: scalars.slice(0, inner) };
      const updated = optimizer.update({ variable, gradient, ...known });
      const kept = tf.mul(slots[slots.length - 1], scalars[inner]);
      const average = tf.add(kept, tf.mul(updated.variable, tf.sub(1, scalars[inner])));
      return { variable: updated.variable, slots: [...updated.slots, average] };
    },
  };
}
