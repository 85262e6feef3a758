import type { RunEvent } from '@expgraph/sdk';

/** Metrics of a run by node and metric: one value per epoch, and separately the values without an epoch. */
export interface History {
  readonly epochs: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
  readonly finals: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/** Collects the metrics of a run from its events. */
export function historyOf(events: readonly RunEvent[]): History {
  const epochs = new Map<string, Map<string, number[]>>();
  const finals = new Map<string, Record<string, number>>();
  for (const event of events) {
    if (event.type !== 'metrics') continue;
    const { node, step, metrics } = event;
    if (step === undefined) finals.set(node, { ...finals.get(node), ...metrics });
    else {
      const ofNode = epochs.get(node) ?? new Map<string, number[]>();
      epochs.set(node, ofNode);
      for (const [name, value] of Object.entries(metrics)) {
        const values = ofNode.get(name) ?? [];
        values[step] = value;
        ofNode.set(name, values);
      }
    }
  }
  return { epochs, finals };
}
