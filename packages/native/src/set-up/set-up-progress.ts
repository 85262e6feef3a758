/** Receives the progress of the set-up of the native backend. */
export interface SetUpProgress {
  /** Starts a step, with its total number of bytes if it is known. */
  step(title: string, totalBytes?: number): void;
  advance(bytes: number): void;
  done(): void;
}

export const NO_PROGRESS: SetUpProgress = { step() {}, advance() {}, done() {} };
