import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { jsonText } from '@expgraph/data/formats';
import type { RunEvent } from '@expgraph/sdk';

/** The MLflow run that mirrors a run. */
export interface MirrorTarget {
  readonly trackingUri: string;
  /** Unset until the server has created the run. */
  readonly runId?: string;
}

/** An event with its number in the run. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: RunEvent;
}

type Line =
  | { readonly target: MirrorTarget }
  | { readonly number: number; readonly event: RunEvent }
  | { readonly confirmed: readonly number[] };

/**
 * The events of a run that the server has not confirmed, in the file `mlflow.jsonl` of the run's folder. Each is written before it is
 * sent, so that it can be sent later even if the process is killed. The file is removed when all events are confirmed.
 */
export class UnsentEvents {
  private readonly events = new Map<number, RunEvent>();
  private count = 0;

  constructor(
    readonly path: string,
    private target: MirrorTarget,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, lineOf({ target }));
  }

  /** Unconfirmed events, in order. */
  get all(): NumberedEvent[] {
    return [...this.events].map(([number, event]) => ({ number, event }));
  }

  add(event: RunEvent): void {
    const number = this.count++;
    this.events.set(number, event);
    this.write({ number, event });
  }

  confirm(numbers: readonly number[]): void {
    for (const number of numbers) this.events.delete(number);
    this.write({ confirmed: numbers });
  }

  setRun(runId: string): void {
    this.target = { ...this.target, runId };
    this.write({ target: this.target });
  }

  /** Writes the unconfirmed events, or removes the file if there are none. */
  close(): void {
    if (this.events.size === 0) rmSync(this.path, { force: true });
    else writeFileSync(this.path, [{ target: this.target }, ...this.all].map(lineOf).join(''));
  }

  private write(line: Line): void {
    appendFileSync(this.path, lineOf(line));
  }
}

const lineOf = (line: Line) => `${jsonText(line)}\n`;

/** Reads the file of a run. A truncated last line, after a kill, is ignored. */
export function readUnsentEvents(path: string): { target: MirrorTarget; events: NumberedEvent[] } {
  let target: MirrorTarget = { trackingUri: '' };
  const events = new Map<number, RunEvent>();
  for (const text of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const line = JSON.parse(text) as Line;
    if ('target' in line) target = line.target;
    else if ('confirmed' in line) for (const number of line.confirmed) events.delete(number);
    else events.set(line.number, withNumbers(line.event));
  }
  return { target, events: [...events].map(([number, event]) => ({ number, event })) };
}

function withNumbers(event: RunEvent): RunEvent {
  if (event.type !== 'metrics') return event;
  const metrics = Object.entries(event.metrics).map(([name, value]) => [name, Number(value)]);
  return { ...event, metrics: Object.fromEntries(metrics) };
}
