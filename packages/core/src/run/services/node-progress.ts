import { Progress, type RunEventPayload, type Task } from '@expgraph/sdk';

const EVENTS_PER_SECOND = 10;

/** Emits a node's progress as events, at most ten per second and task, with the speed. */
export class NodeProgress extends Progress {
  constructor(
    private readonly node: string,
    private readonly emit: (event: RunEventPayload) => void,
  ) {
    super();
  }

  start({ label, total, unit }: { label: string; total?: number; unit?: string }): Task {
    const began = performance.now();
    let done = 0;
    let shownAt = 0;
    let values: Readonly<Record<string, number>> | undefined;
    let waiting: number | undefined;
    const show = (ended?: true) => {
      shownAt = performance.now();
      const seconds = (shownAt - began) / 1000;
      const perSecond = seconds > 0.05 && done > 0 ? done / seconds : undefined;
      this.emit({
        type: 'progress',
        node: this.node,
        label,
        done,
        total,
        unit,
        perSecond,
        values,
        waiting,
        ...(ended && { ended }),
      });
    };
    const showSometimes = () => {
      if (performance.now() - shownAt >= 1000 / EVENTS_PER_SECOND) show();
    };
    show();
    return {
      advance(amount = 1) {
        done += amount;
        showSometimes();
      },
      show(given, share) {
        values = { ...values, ...given };
        waiting = share ?? waiting;
        showSometimes();
      },
      end: () => show(true),
    };
  }
}
