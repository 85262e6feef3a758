import { type Picture, type RunEventPayload, type Table, Tracker } from '@expgraph/sdk';
import type { Logged } from '../../store/manifest.js';
import { checkedPicture } from './checked-picture.js';

/** Emits the events that a node logs, and collects them for its artifact. */
export class NodeTracker extends Tracker {
  readonly logged: Logged[] = [];

  constructor(
    private readonly node: string,
    private readonly emit: (event: RunEventPayload) => void,
  ) {
    super();
  }

  logParams(given: Readonly<Record<string, string | number | boolean>>): void {
    const params = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, inJson(value)]));
    this.logged.push({ type: 'params', params });
    this.emit({ type: 'params', node: this.node, params });
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void {
    const entries = Object.entries(metrics).map(([key, value]) => [key, inJson(value)]);
    this.logged.push({ type: 'metrics', step, metrics: Object.fromEntries(entries) });
    this.emit({ type: 'metrics', node: this.node, step, metrics });
  }

  logTable(title: string, { columns, rows }: Table): void {
    const table = { columns, rows: rows.map((row) => row.map(inJson)) };
    this.logged.push({ type: 'table', title, table });
    this.emit({ type: 'table', node: this.node, title, table });
  }

  logPicture(title: string, given: Picture): void {
    const picture = checkedPicture(title, given);
    this.logged.push({ type: 'picture', title, picture });
    this.emit({ type: 'picture', node: this.node, title, picture });
  }
}

/** NaN and infinities, which JSON lacks, become strings. */
const inJson = <Value extends string | number | boolean>(value: Value): Value | string =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** Returns the events that a cached node logged when it ran. */
export const replay = (node: string, logged: readonly Logged[]): RunEventPayload[] =>
  logged.map((entry) => ({ ...(entry.type === 'metrics' ? withNumbers(entry) : entry), node, cached: true }));

const withNumbers = ({ step, metrics }: Extract<Logged, { type: 'metrics' }>) => ({
  type: 'metrics' as const,
  step,
  metrics: Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, Number(value)])),
});
