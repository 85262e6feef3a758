import type { SourceProgress } from '@expgraph/core';
import { printableLine } from '@expgraph/core';
import { amount } from './format.js';

const REFRESH_MS = 100;

/** Shows the progress of a download: a line updated in place on a terminal, otherwise a line at each quarter. */
export class DownloadLine implements SourceProgress {
  private label = '';
  private done = 0;
  private total?: number;
  private drawn = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    /** Where the server does not tell. */
    private readonly expectedBytes?: number,
  ) {}

  start(label: string, total = this.expectedBytes): void {
    Object.assign(this, { label: printableLine(label), total, done: 0, drawn: this.stream.isTTY ? 0 : -1 });
    this.draw();
  }

  advance(bytes: number): void {
    this.done += bytes;
    this.draw();
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\x1b[K');
  }

  private draw(): void {
    if (this.stream.isTTY) this.redraw();
    else this.writeQuarter();
  }

  private redraw(): void {
    const now = Date.now();
    if (now - this.drawn < REFRESH_MS) return;
    this.drawn = now;
    this.stream.write(`\r\x1b[K${this.label}  ${amount(this.done, this.total, 'bytes')}`);
  }

  private writeQuarter(): void {
    const quarter = this.total ? Math.min(3, Math.floor((this.done / this.total) * 4)) : 0;
    if (quarter <= this.drawn) return;
    this.drawn = quarter;
    this.stream.write(`${this.label}${quarter > 0 ? `  ${quarter * 25} %` : ''}\n`);
  }
}
