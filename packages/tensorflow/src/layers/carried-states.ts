import type { tf } from '../tfjs.js';

/**
 * Stores the states of stateful layers between batches. Layers are called in the same order in each batch; each takes
 * its states first and keeps the new ones afterwards.
 */
export interface CarriedStates {
  /** Returns the initial states of the next layer, `float32[batch, ...]`. `zeros` creates those of a first batch. */
  take(zeros: () => tf.Tensor[]): readonly tf.Tensor[];
  /** Keeps the new states of the layer that last called `take`. */
  keep(states: readonly tf.Tensor[]): void;
}

/** Starts each batch with zeros and keeps no states. */
export const NO_STATES: CarriedStates = { take: (zeros) => zeros(), keep() {} };

let current: CarriedStates | undefined;

/** Computes a batch whose stateful layers continue from `states`. Without it, every batch starts with zeros. */
export function withCarriedStates<Result>(states: CarriedStates, compute: () => Result): Result {
  const outer = current;
  current = states;
  try {
    return compute();
  } finally {
    current = outer;
  }
}

/** Returns the states for the batch being computed. */
export const carriedStates = (): CarriedStates | undefined => current;
