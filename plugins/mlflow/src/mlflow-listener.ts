import { join } from 'node:path';
import type { ListenerContext, RunEvent, RunListener } from '@expgraph/sdk';
import { type MlflowClient, MlflowError, type Run } from 'mlflow-js-client';
import { notSent, serverFails } from './messages.js';
import { createRun, sendArtifact, sendStart, sendStatus, sendValues } from './mlflow-run.js';
import { type NumberedEvent, UnsentEvents } from './unsent-events.js';

export interface MlflowListenerOptions {
  /** Time that the end of a run waits for the server, in milliseconds; default: 8000. */
  readonly closeTimeoutMs?: number;
}

const CLOSE_TIMEOUT_MS = 8000;
const SENT = ['run-started', 'params', 'metrics', 'artifact', 'run-finished'];

/**
 * Mirrors a run in MLflow. Events are written to `mlflow.jsonl` in the run's folder and sent in the background, one request at a time;
 * events that arrive during a request are sent together in the next one. Events that the server has not confirmed at the end of the run
 * stay in the file, and a notice names them.
 */
export class MlflowListener implements RunListener {
  private unsent: UnsentEvents | undefined;
  private run: Run | undefined;
  private work: Promise<void> | undefined;
  private failure: string | undefined;
  /** Events that the server has rejected. */
  private readonly refused = new Set<number>();
  /** Whether params and metrics of several events are sent in one request. */
  private together = true;
  private closed = false;

  constructor(
    private readonly client: MlflowClient,
    private readonly trackingUri: string,
    private readonly context: ListenerContext,
    private readonly options: MlflowListenerOptions = {},
  ) {}

  handle(event: RunEvent): void {
    if (this.closed || !SENT.includes(event.type)) return;
    if (event.type === 'run-started') {
      this.unsent = new UnsentEvents(join(event.run.folder, 'mlflow.jsonl'), { trackingUri: this.trackingUri });
    }
    this.unsent?.add(event);
    this.startWork();
  }

  async close(): Promise<void> {
    this.startWork();
    const patience = this.options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.work,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      }),
    ]);
    clearTimeout(timer);
    this.closed = true;
    this.unsent?.close();
    const events = this.unsent?.all.map(({ event }) => event) ?? [];
    if (this.unsent && events.length > 0) {
      const reason = this.failure ?? `waited ${patience / 1000} s`;
      this.context.notice('warning', notSent(events, this.trackingUri, this.unsent.path, reason));
    }
  }

  private startWork(): void {
    this.work ??= this.sendAll().finally(() => {
      this.work = undefined;
    });
  }

  /** Sends events until none are left or the server fails; the next event then triggers a retry. */
  private async sendAll(): Promise<void> {
    for (let batch = this.next(); batch.length > 0; batch = this.next()) {
      try {
        await this.send(batch.map(({ event }) => event));
        this.confirm(batch);
      } catch (error) {
        if (this.closed) return;
        this.report(error as Error);
        if (!isRejection(error)) return;
        // One rejected value must not affect the others.
        if (batch.length > 1) this.together = false;
        else this.refused.add(batch[0].number);
      }
    }
  }

  private confirm(batch: readonly NumberedEvent[]): void {
    if (!this.closed) this.unsent?.confirm(batch.map(({ number }) => number));
  }

  /** Returns the events to send next: the start, then all params and metrics, then the status, then artifacts, which are large. */
  private next(): readonly NumberedEvent[] {
    if (this.closed) return [];
    const waiting = this.unsent?.all.filter(({ number }) => !this.refused.has(number)) ?? [];
    const of = (...types: RunEvent['type'][]) => waiting.filter(({ event }) => types.includes(event.type));
    const start = of('run-started').slice(0, 1);
    if (start.length > 0) return start;
    if (!this.run) return [];
    const values = of('params', 'metrics');
    if (values.length > 0) return this.together ? values : values.slice(0, 1);
    const status = of('run-finished').slice(0, 1);
    return status.length > 0 ? status : of('artifact').slice(0, 1);
  }

  private async send(events: readonly RunEvent[]): Promise<void> {
    const [event] = events;
    if (event.type === 'run-started') return this.start(event);
    const run = this.run as Run;
    if (event.type === 'run-finished') return sendStatus(this.client, run, event);
    if (event.type === 'artifact') {
      const onSkipped = (line: string) => this.context.notice('warning', `MLflow: ${event.name}: ${line}`);
      return sendArtifact(this.client, run, event, onSkipped);
    }
    return sendValues(this.client, run, events);
  }

  private async start(event: Extract<RunEvent, { type: 'run-started' }>): Promise<void> {
    if (!this.run) {
      this.run = await createRun(this.client, event);
      if (this.closed) return;
      const { experiment_id, run_id } = this.run.info;
      this.unsent?.setRun(run_id);
      this.context.notice('info', `MLflow: ${this.trackingUri}/#/experiments/${experiment_id}/runs/${run_id}`);
    }
    await sendStart(this.client, this.run, event);
  }

  /** Reports the first failure at once; the end of the run reports unsent events. */
  private report({ message }: Error): void {
    if (this.failure === undefined) this.context.notice('warning', serverFails(message, this.unsent?.path ?? ''));
    this.failure = message;
  }
}

const isRejection = (error: unknown) =>
  error instanceof MlflowError && error.status !== undefined && error.status < 500 && error.status !== 429;
