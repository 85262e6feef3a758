/** Maximum fraction of the time spent on checkpoints. Large models are saved less often. */
const MAX_FRACTION = 0.05;

/** Decides when the next checkpoint within an epoch is due. The timing does not affect results. */
export class CheckpointClock {
  private next: number;

  /** @param interval Seconds between checkpoints. */
  constructor(private readonly interval = 60) {
    this.next = performance.now() + interval * 1000;
  }

  get due(): boolean {
    return performance.now() >= this.next;
  }

  /** Runs `keep`, which writes a checkpoint, and measures its duration. */
  async time(keep: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await keep();
    const end = performance.now();
    this.next = end + Math.max(this.interval * 1000, (end - start) / MAX_FRACTION);
  }
}
