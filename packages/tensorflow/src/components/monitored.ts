import { suggest } from '@expgraph/data/wording';
import { ExperimentError, Type } from '@expgraph/sdk';

/** The options of callbacks that watch a metric. */
export const monitor = Type.String({ default: 'val_loss', description: 'The metric that is watched.' });
export const mode = Type.Choice(['auto', 'min', 'max'], {
  default: 'auto',
  description: 'Whether less or more of it is better.',
});

export type Mode = 'auto' | 'min' | 'max';

/** The value of a monitored metric. */
export function monitored(logs: Readonly<Record<string, number>>, monitor: string): number {
  const value = logs[monitor];
  if (value !== undefined) return value;
  const near = suggest(monitor, Object.keys(logs));
  throw new ExperimentError(
    'EXPGRAPH_TENSORFLOW_MONITOR',
    `There is no metric "${monitor}" to watch.${near ? ` Did you mean "${near}"?` : ''}`,
    {
      at: { config: ['callbacks'] },
      notes: [
        `There is: ${Object.keys(logs).join(', ')}.`,
        'A metric that begins with val_ needs the input "validation".',
      ],
    },
  );
}

/** Whether a value is better than the best so far by more than `minDelta`. `auto` takes accuracies up, all else down. */
export function isBetter(
  value: number,
  best: number | undefined,
  monitor: string,
  mode: Mode,
  minDelta: number,
): boolean {
  if (best === undefined) return !Number.isNaN(value);
  const up = mode === 'max' || (mode === 'auto' && /accuracy|auc|precision|recall/.test(monitor));
  return up ? value - minDelta > best : value + minDelta < best;
}
