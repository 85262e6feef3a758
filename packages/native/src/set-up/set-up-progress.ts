/** Told how far the set-up of the native backend is. */
export interface SetUpProgress {
  /** A new step begins; `totalBytes` where it is known. */
  step(title: string, totalBytes?: number): void;
  advance(bytes: number): void;
  done(): void;
}

export const NO_PROGRESS: SetUpProgress = { step() {}, advance() {}, done() {} };
