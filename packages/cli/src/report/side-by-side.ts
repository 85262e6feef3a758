import type { BarPicture, LinePicture } from '@expgraph/sdk';
import type { History } from './history.js';
import { orNull } from './learning-curves.js';

/**
 * The trainings of a run in one picture a metric, and beside them what other nodes measure of each model, by title. Empty where
 * there are not two trainings.
 * @param modelOf the node that the model of a node comes from
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

/** What nodes measure of the models that were trained, such as an evaluation with the test: a bar a node. */
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
  // What is the same for all, such as the error of a naive forecast, tells them not apart.
  const different = [...byMetric].filter(([, values]) => new Set(values.values()).size > 1);
  return new Map(different.map(([metric, values]) => [metric.replaceAll('_', ' '), bars(metric, values)]));
}

const bars = (name: string, values: ReadonlyMap<string, number | null>): BarPicture => ({
  ...{ kind: 'bars', names: [...values.keys()], series: [{ name, values: [...values.values()] }] },
});
