/** Frozen layers to unfreeze during a training. */
export interface Unfreezing {
  /** Number of epochs before they are unfrozen. */
  readonly atEpoch: number;
  readonly layers: readonly string[];
}

/** Consecutive epochs with the same trainable layers. */
export interface TrainingPhase {
  /** Zero-based first epoch. */
  readonly start: number;
  /** Zero-based end epoch, exclusive. */
  readonly end: number;
  /** All layers unfrozen so far. */
  readonly unfrozen: readonly string[];
  /** Whether this is the last phase. */
  readonly last: boolean;
}

/** Returns the phases of a training in order. */
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

/** Returns the phases that are not finished. A training that was stopped at the end of a phase is finished in it. */
export function phasesLeft(
  phases: readonly TrainingPhase[],
  { epochs, stopped }: { readonly epochs: number; readonly stopped: boolean } = { epochs: 0, stopped: false },
): readonly TrainingPhase[] {
  return phases.filter(({ end, last }) => last || end > epochs || (stopped && end === epochs));
}
