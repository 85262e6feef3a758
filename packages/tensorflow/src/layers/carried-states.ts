import type { tf } from '../tfjs.js';

/**
 * Where the states of stateful layers are from batch to batch. Layers come in the order in which they are computed, which is the same
 * for every batch; each takes its states, then gives those after the batch.
 */
export interface CarriedStates {
  /** The states that the next layer begins with, `float32[batch, ...]`; `zeros` makes those of a beginning. */
  take(zeros: () => tf.Tensor[]): readonly tf.Tensor[];
  /** Keeps the states of the layer that took some last. */
  keep(states: readonly tf.Tensor[]): void;
}

/** A batch by itself: it begins with zeros, and none goes on from it. */
export const NOT_CARRIED: CarriedStates = { take: (zeros) => zeros(), keep() {} };

let current: CarriedStates | undefined;

/** Computes a batch whose stateful layers go on from where they were. Outside of it, every batch begins with zeros. */
export function withCarriedStates<Result>(states: CarriedStates, compute: () => Result): Result {
  const outer = current;
  current = states;
  try {
    return compute();
  } finally {
    current = outer;
  }
}

/** Those of the batch that is being computed. */
export const carriedStates = (): CarriedStates | undefined => current;
