import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { RecordFlaw } from '../records/index.js';
import type { FeatureSpecs } from './example-parser.js';
import { MalformedExample } from './malformed-example.js';
import type { PackedColumns } from './pack-columns.js';

/** The files and features for a thread to read. */
export interface ReadingJob {
  readonly paths: readonly string[];
  readonly features: FeatureSpecs;
  readonly options: { readonly batchSize: number; readonly steps?: FeatureSpecs; readonly blockBytes?: number };
  /** Whether to report flaws and go on. */
  readonly tolerant: boolean;
}

/** A message to a thread: a job, or the memory of a batch that is no longer used. */
export type ThreadOrder = { readonly job: ReadingJob } | { readonly used: readonly ArrayBuffer[] };

export interface FlawReport {
  readonly file: string;
  readonly record: number;
  readonly offset: number;
  readonly reason: string;
}

/** A message from a thread. */
export type ThreadReport =
  | { readonly kind: 'batch'; readonly columns: PackedColumns }
  | { readonly kind: 'flaw'; readonly flaw: FlawReport }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'end' };

/** Resolved by name to the built file, also when a test runs the sources. */
const SCRIPT = '#example-worker';

/** Idle threads: starting one takes as long as reading 20,000 small examples. */
const idle: ExampleThread[] = [];

/** Reads examples on a thread of its own, some batches ahead. */
export class ExampleThread {
  private readonly worker = new Worker(createRequire(import.meta.url).resolve(SCRIPT));
  private readonly reports: ThreadReport[] = [];
  private waiting: ((report: ThreadReport) => void) | undefined;
  private ended = false;

  private constructor() {
    this.worker.on('message', (report: ThreadReport) => this.take(report));
    this.worker.on('error', (error) => this.take({ kind: 'failed', error }));
  }

  static begin(job: ReadingJob): ExampleThread {
    const thread = idle.pop() ?? new ExampleThread();
    thread.ended = false;
    thread.worker.ref();
    thread.send({ job });
    return thread;
  }

  /**
   * Returns the next batch, or undefined at the end.
   * @throws RecordFlaw, MalformedExample
   */
  async next(onFlaw: ((flaw: RecordFlaw) => void) | undefined): Promise<PackedColumns | undefined> {
    for (;;) {
      const report = this.reports.shift() ?? (await new Promise<ThreadReport>((resolve) => (this.waiting = resolve)));
      if (report.kind === 'batch') return report.columns;
      if (report.kind === 'malformed') throw new MalformedExample(report.message);
      if (report.kind === 'failed') throw report.error;
      if (report.kind === 'end') {
        this.ended = true;
        return undefined;
      }
      const { file, record, offset, reason } = report.flaw;
      const flaw = new RecordFlaw(file, record, offset, reason);
      if (!onFlaw) throw flaw;
      onFlaw(flaw);
    }
  }

  /** Returns the memory of a batch that is no longer used. */
  used(buffers: readonly ArrayBuffer[]): void {
    this.send({ used: buffers }, buffers);
  }

  /** Stops the thread, or keeps it for the next job if it has finished. */
  close(): void {
    if (!this.ended) return void this.worker.terminate();
    // An idle thread must not keep the process alive.
    this.worker.unref();
    idle.push(this);
  }

  private send(order: ThreadOrder, transferred: readonly ArrayBuffer[] = []): void {
    this.worker.postMessage(order, [...transferred]);
  }

  private take(report: ThreadReport): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) waiting(report);
    else this.reports.push(report);
  }
}
