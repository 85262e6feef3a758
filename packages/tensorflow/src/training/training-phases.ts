/** Frozen layers that begin to train in the course of a training. */
export interface Unfreezing {
  /** Epochs that are over by then. */
  readonly atEpoch: number;
  readonly layers: readonly string[];
}

/** Epochs of a training in which the same layers train. */
export interface TrainingPhase {
  /** The zero-based first epoch. */
  readonly start: number;
  /** The epoch after the last one. */
  readonly end: number;
  /** Every layer that has been unfrozen by then. */
  readonly unfrozen: readonly string[];
  /** Whether the training ends with it. */
  readonly last: boolean;
}

/** The phases of a training, in order. */
export function trainingPhases(epochs: number, unfreeze: readonly Unfreezing[] = []): TrainingPhase[] {
  const within = unfreeze.filter(({ atEpoch }) => atEpoch < epochs);
  const starts = [...new Set([0, ...within.map(({ atEpoch }) => atEpoch)])].sort((a, b) => a - b);
  return starts.map((start, index) => ({
    start,
    end: starts[index + 1] ?? epochs,
    unfrozen: within.filter(({ atEpoch }) => atEpoch <= start).flatMap(({ layers }) => layers),
    last: index === starts.length - 1,
  }));
}

/** Those phases that are not over. A training that was stopped at the end of a phase has ended in it. */
export function phasesLeft(
  phases: readonly TrainingPhase[],
  { epochs, stopped }: { readonly epochs: number; readonly stopped: boolean } = { epochs: 0, stopped: false },
): readonly TrainingPhase[] {
  return phases.filter(({ end, last }) => last || end > epochs || (stopped && end === epochs));
}
