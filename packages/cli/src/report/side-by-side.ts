import type { BarPicture, LinePicture } from '@expgraph/sdk';
import type { History } from './history.js';
import { orNull } from './learning-curves.js';

/**
 * Returns pictures that compare the trainings of a run, one per metric, and the metrics that other nodes compute for each model, by
 * title. Empty with fewer than two trainings.
 * @param modelOf returns the node that the model of a node comes from
 */
export function sideBySide(
  { epochs, finals }: History,
  modelOf: (node: string) => string | undefined,
): Map<string, LinePicture | BarPicture> {
  if (epochs.size < 2) return new Map();
  return new Map<string, LinePicture | BarPicture>([...curves(epochs), ...measured(epochs, finals, modelOf)]);
}

function curves(epochs: History['epochs']): Map<string, LinePicture> {
  const metrics = new Set([...epochs.values()].flatMap((ofNode) => [...ofNode.keys()]));
  metrics.delete('learning_rate');
  const pictures = new Map<string, LinePicture>();
  for (const metric of metrics) {
    const series = [...epochs].flatMap(([name, ofNode]) => {
      const values = ofNode.get(metric);
      return values ? [{ name, values: Array.from(values, orNull) }] : [];
    });
    if (series.length < 2) continue;
    const title = metric.startsWith('val_') ? `${metric.slice(4)}, validation` : `${metric}, training`;
    pictures.set(title.replaceAll('_', ' '), { kind: 'lines', x: { label: 'epoch' }, series });
  }
  return pictures;
}

/** Returns metrics of the trained models, for example of an evaluation on the test set: one bar per node. */
function measured(
  epochs: History['epochs'],
  finals: History['finals'],
  modelOf: (node: string) => string | undefined,
): Map<string, BarPicture> {
  const byMetric = new Map<string, Map<string, number | null>>();
  for (const [node, metrics] of finals) {
    const training = modelOf(node);
    if (training === undefined || !epochs.has(training)) continue;
    for (const [metric, value] of Object.entries(metrics)) {
      const values = byMetric.get(metric) ?? new Map<string, number | null>();
      byMetric.set(metric, values.set(node, orNull(value)));
    }
  }
  // Skip metrics that are equal for all, such as the error of a baseline forecast.
  const different = [...byMetric].filter(([, values]) => new Set(values.values()).size > 1);
  return new Map(different.map(([metric, values]) => [metric.replaceAll('_', ' '), bars(metric, values)]));
}

const bars = (name: string, values: ReadonlyMap<string, number | null>): BarPicture => ({
  kind: 'bars',
  names: [...values.keys()],
  series: [{ name, values: [...values.values()] }],
});
