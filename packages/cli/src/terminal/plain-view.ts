import type { RunEvent, RunListener } from '@expgraph/sdk';
import { duration, metricList } from './format.js';

type ProgressEvent = Extract<RunEvent, { type: 'progress' }>;

/** Writes a run as plain lines: start and end of each node, epochs, and each quarter of a download. */
export class PlainView implements RunListener {
  private readonly quarters = new Map<string, number>();

  constructor(private readonly write: (line: string) => void) {}

  handle(event: RunEvent): void {
    if (event.type === 'node-started') this.write(`${event.node}: started`);
    else if (event.type === 'node-finished') this.write(`${event.node}: done in ${duration(event.milliseconds)}`);
    else if (event.type === 'node-cached') this.write(`${event.node}: cached`);
    else if (event.type === 'node-failed') this.write(`${event.node}: failed\n\n${event.error.rendered}\n`);
    else if (event.type === 'node-skipped') {
      this.write(
        `${event.node}: skipped, ${event.because === 'interrupted' ? 'interrupted' : `because ${event.because} failed`}`,
      );
    } else if (event.type === 'notice') this.write(`${event.node ? `${event.node}: ` : ''}${event.message}`);
    else if (event.type === 'metrics' && !event.cached) {
      const epoch = event.step === undefined ? '' : `epoch ${event.step + 1}  `;
      this.write(`${event.node}: ${epoch}${metricList(event.metrics)}`);
    } else if (event.type === 'progress') this.progress(event);
  }

  private progress({ node, label, done, total, unit }: ProgressEvent): void {
    if (unit !== 'bytes' && total !== undefined) return;
    const key = `${node} ${label}`;
    const quarter = total ? Math.min(4, Math.floor((done / total) * 4)) : 0;
    if (quarter <= (this.quarters.get(key) ?? -1)) return;
    this.quarters.set(key, quarter);
    this.write(`${node}: ${label}${total ? ` ${quarter * 25} %` : ''}`);
  }
}
