/** The share of the time that checkpoints may take: a large model is kept less often. */
const SHARE = 0.05;

/** Says when the next checkpoint within an epoch is due. When it is has no influence on the numbers. */
export class CheckpointClock {
  private next: number;

  /** `interval` is in seconds. */
  constructor(private readonly interval = 60) {
    this.next = performance.now() + interval * 1000;
  }

  get due(): boolean {
    return performance.now() >= this.next;
  }

  /** Runs what keeps a checkpoint. */
  async time(keep: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await keep();
    const end = performance.now();
    this.next = end + Math.max(this.interval * 1000, (end - start) / SHARE);
  }
}
