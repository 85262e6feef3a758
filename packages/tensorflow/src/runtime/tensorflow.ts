import type { SetUpProgress } from '@expgraph/native/set-up';
import { inject, injectable, Logger, Progress, type Task, Tracker } from '@expgraph/sdk';

/** Starts TensorFlow.js. Nodes must call it before they use tensors. */
export abstract class TensorFlow {
  /**
   * Chooses and starts the backend on the first call in a process; the first call on a machine builds it. Later calls
   * return immediately.
   */
  abstract start(): Promise<void>;
}

let reported = false;

/** Starts the backend chosen by `startBackend` and logs it. */
@injectable()
export class ChosenBackend extends TensorFlow {
  constructor(
    @inject(Progress) private readonly progress: Progress,
    @inject(Logger) private readonly logger: Logger,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {
    super();
  }

  async start(): Promise<void> {
    const { startBackend } = await import('./start-backend.js');
    const report = await startBackend({ progress: this.setUpProgress() });
    this.tracker.logParams({ backend: report.reason });
    if (reported) return;
    reported = true;
    if (report.backend === 'wasm') this.logger.warn(`TensorFlow.js: ${report.reason}`);
    else this.logger.info(`TensorFlow.js: ${report.reason}`);
    for (const { step, why, remedy } of report.backend === 'wasm' ? report.skipped : []) {
      this.logger.warn(`${step}: ${why}${remedy ? ` (${remedy})` : ''}`);
    }
  }

  private setUpProgress(): SetUpProgress {
    let task: Task | undefined;
    const start = (label: string, total?: number) => {
      task?.end();
      task = this.progress.start({ label, total, unit: total === undefined ? undefined : 'bytes' });
    };
    return { step: start, advance: (bytes) => task?.advance(bytes), done: () => task?.end() };
  }
}
