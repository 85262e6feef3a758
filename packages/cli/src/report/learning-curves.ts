import type { LinePicture } from '@expgraph/sdk';

/** A node's metrics: one value per epoch, possibly with gaps. */
export type EpochMetrics = ReadonlyMap<string, readonly number[]>;

/** Returns the learning curves of a training by metric, with training and validation in one picture. */
export function learningCurves(metrics: EpochMetrics): Map<string, LinePicture> {
  const pictures = new Map<string, LinePicture>();
  for (const [name, values] of metrics) {
    // A constant learning rate needs no curve.
    const constant = name === 'learning_rate' && new Set(values).size === 1;
    if (name.startsWith('val_') || constant) continue;
    const validation = metrics.get(`val_${name}`);
    const training = { name: validation ? 'training' : name, values: Array.from(values, orNull) };
    const series = validation ? [training, { name: 'validation', values: Array.from(validation, orNull) }] : [training];
    pictures.set(name, { kind: 'lines', x: { label: 'epoch' }, series });
  }
  return pictures;
}

/** Converts gaps and numbers that are not finite to null. */
export const orNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
