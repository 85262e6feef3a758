import { type RunEventPayload, Tracker } from '@expgraph/sdk';
import type { Logged } from '../../store/manifest.js';

/** Emits what a node logs, and keeps it for the node's artifact. */
export class NodeTracker extends Tracker {
  readonly logged: Logged[] = [];

  constructor(
    private readonly node: string,
    private readonly emit: (event: RunEventPayload) => void,
  ) {
    super();
  }

  logParams(params: Readonly<Record<string, string | number | boolean>>): void {
    this.logged.push({ type: 'params', params });
    this.emit({ type: 'params', node: this.node, params });
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void {
    // JSON has no NaN: a diverged loss is kept as a word.
    const entries = Object.entries(metrics).map(([key, value]) => [
      key,
      Number.isFinite(value) ? value : String(value),
    ]);
    this.logged.push({ type: 'metrics', step, metrics: Object.fromEntries(entries) });
    this.emit({ type: 'metrics', node: this.node, step, metrics });
  }
}

/** The events of what a node logged when it ran, for a run in which it is cached. */
export function replay(node: string, logged: readonly Logged[]): RunEventPayload[] {
  return logged.map((entry) =>
    entry.type === 'params'
      ? { type: 'params', node, params: entry.params, cached: true }
      : {
          type: 'metrics',
          node,
          step: entry.step,
          metrics: Object.fromEntries(Object.entries(entry.metrics).map(([key, value]) => [key, Number(value)])),
          cached: true,
        },
  );
}
