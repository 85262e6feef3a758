import { ArtifactStore, Logger, Progress, Tracker } from '@expgraph/sdk';

/** Shows nothing. */
export class QuietProgress extends Progress {
  start() {
    return { advance() {}, show() {}, end() {} };
  }
}

/** Keeps what a node logs. */
export class RecordingTracker extends Tracker {
  readonly params: Record<string, string | number | boolean> = {};
  readonly metrics: { readonly step?: number; readonly metrics: Readonly<Record<string, number>> }[] = [];

  logParams(params: Readonly<Record<string, string | number | boolean>>): void {
    Object.assign(this.params, params);
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void {
    this.metrics.push({ step, metrics });
  }
}

/** Keeps the lines that a node shows. */
export class RecordingLogger extends Logger {
  readonly lines: string[] = [];

  info(line: string): void {
    this.lines.push(line);
  }

  warn(line: string): void {
    this.lines.push(`warning: ${line}`);
  }
}

/** Keeps entries in memory. */
export class MemoryArtifactStore extends ArtifactStore {
  readonly entries = new Map<string, Buffer>();

  async read(name: string): Promise<Buffer | undefined> {
    return this.entries.get(name);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.entries.set(name, Buffer.from(bytes));
  }

  async remove(name: string): Promise<void> {
    this.entries.delete(name);
  }
}
