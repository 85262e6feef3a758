import type { RunEvent, RunListener } from '@expgraph/sdk';
import { createLogUpdate } from 'log-update';
import { frame } from './frame.js';
import { safeText } from './output.js';
import { paint } from './paint.js';
import { RunState } from './run-state.js';

const REFRESH_MS = 100;

/** Shows a run on a terminal: one line per node, updated in place; notices and errors are printed above. */
export class LiveView implements RunListener {
  private readonly state = new RunState();
  private readonly update: ReturnType<typeof createLogUpdate>;
  private readonly timer: NodeJS.Timeout;
  private readonly colors;
  /** Whether the block is final: later lines are printed below it. */
  private ended = false;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.update = createLogUpdate(stream, { showCursor: false });
    this.colors = paint(stream);
    this.timer = setInterval(() => this.draw(), REFRESH_MS);
    this.timer.unref();
  }

  handle(event: RunEvent): void {
    this.state.apply(event);
    if (event.type === 'notice')
      this.above(event.level === 'warning' ? this.colors.yellow(event.message) : this.colors.dim(event.message));
    if (event.type === 'node-failed') this.above(`\n${event.error.rendered}\n`);
    if (event.type === 'run-finished') {
      clearInterval(this.timer);
      this.draw();
      this.update.done();
      this.ended = true;
    }
  }

  private above(text: string): void {
    if (this.ended) {
      this.stream.write(`${text}\n`);
      return;
    }
    this.update.clear();
    this.stream.write(safeText(`${text}\n`));
    this.draw();
  }

  private draw(): void {
    const unicode = !/^(C|POSIX)$/.test(process.env.LC_ALL ?? process.env.LANG ?? '') && process.env.TERM !== 'linux';
    const lines = frame(this.state, {
      columns: this.stream.columns || 80,
      now: Date.now(),
      colors: this.colors,
      unicode,
    });
    // A block taller than the terminal cannot be updated in place: keep its last lines.
    this.update(safeText(lines.slice(-(this.stream.rows || 24) + 1).join('\n')));
  }
}
