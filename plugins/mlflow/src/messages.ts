import type { RunEvent } from '@expgraph/sdk';

/** Summarizes events: `12 metric values, 1 artifact and the final status`. */
export function contentOf(events: readonly RunEvent[]): string {
  const count = (type: 'params' | 'metrics' | 'artifact', size: (event: RunEvent) => number) =>
    events.filter((event) => event.type === type).reduce((sum, event) => sum + size(event), 0);
  const named = (amount: number, name: string) => (amount > 0 ? [`${amount} ${name}${amount === 1 ? '' : 's'}`] : []);
  const has = (type: RunEvent['type']) => events.some((event) => event.type === type);
  const parts = [
    ...(has('run-started') ? ['the start of the run'] : []),
    ...named(
      count('params', (event) => (event.type === 'params' ? Object.keys(event.params).length : 0)),
      'parameter',
    ),
    ...named(
      count('metrics', (event) => (event.type === 'metrics' ? Object.keys(event.metrics).length : 0)),
      'metric value',
    ),
    ...named(
      count('artifact', () => 1),
      'artifact',
    ),
    ...(has('run-finished') ? ['the final status'] : []),
  ];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

export const serverFails = (reason: string, path: string) =>
  `MLflow: ${reason} The run continues; unsent data is kept in ${path}.`;

export const notSent = (events: readonly RunEvent[], trackingUri: string, path: string, reason: string | undefined) =>
  `MLflow: ${trackingUri} has not confirmed ${contentOf(events)}${reason ? ` (${reason.replace(/\.$/, '')})` : ''}. Unsent data is kept in ${path}.`;
