import { suggest } from '@expgraph/data/wording';
import { ExperimentError, Type } from '@expgraph/sdk';

export const monitor = Type.String({ default: 'val_loss', description: 'Metric to watch.' });
export const mode = Type.Choice(['auto', 'min', 'max'], {
  default: 'auto',
  description: 'Whether the metric should fall (min) or rise (max); auto decides by its name.',
});

export const minDelta = (byDefault: number) =>
  Type.Number({
    minimum: 0,
    default: byDefault,
    description: 'Smallest change of the metric that counts as an improvement.',
  });

export type Mode = 'auto' | 'min' | 'max';

/** Returns the value of a monitored metric. */
export function monitored(logs: Readonly<Record<string, number>>, monitor: string): number {
  const value = logs[monitor];
  if (value !== undefined) return value;
  const near = suggest(monitor, Object.keys(logs));
  throw new ExperimentError(
    'EXPGRAPH_TENSORFLOW_MONITOR',
    `Unknown metric "${monitor}".${near ? ` Did you mean "${near}"?` : ''}`,
    {
      at: { config: ['callbacks'] },
      notes: [
        `Metrics of this training: ${Object.keys(logs).join(', ')}.`,
        'Metrics that begin with val_ need the input "validation".',
      ],
    },
  );
}

/** Returns whether a value is better than the best so far by more than `minDelta`. `auto` expects accuracies to rise and all else to fall. */
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
