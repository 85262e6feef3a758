import { forEachBatch } from '@expgraph/data/dataset';
import type { Dataset } from '@expgraph/sdk';

/**
 * Returns the persistence forecast: the last value of the target column in each window. Returns undefined if the labels of the dataset do not
 * say which column is the target.
 */
export async function naiveForecast(
  data: Dataset,
  { batchSize, signal }: { readonly batchSize: number; readonly signal: AbortSignal },
): Promise<Float32Array | undefined> {
  const column = data.spec.label?.feature;
  if (column === undefined) return undefined;
  const forecast = new Float32Array(data.size);
  let start = 0;
  await forEachBatch(
    data,
    { batchSize, epoch: 0, signal },
    async ({ features, shape: [windows, timesteps, columns] }) => {
      for (let window = 0; window < windows; window += 1) {
        forecast[start + window] = features[((window + 1) * timesteps - 1) * columns + column];
      }
      start += windows;
    },
  );
  return forecast;
}
