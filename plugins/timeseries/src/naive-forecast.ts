import type { Dataset } from '@expgraph/sdk';

/**
 * What one foretells who says that nothing changes: the last number that each window has of the column that is foretold. Undefined
 * where the data do not say which column that is.
 */
export async function naiveForecast(
  data: Dataset,
  { batchSize, signal }: { readonly batchSize: number; readonly signal: AbortSignal },
): Promise<Float32Array | undefined> {
  const column = data.spec.label?.feature;
  if (column === undefined) return undefined;
  const foretold = new Float32Array(data.size);
  for (let start = 0; start < data.size; start += batchSize) {
    const length = Math.min(batchSize, data.size - start);
    const indices = Int32Array.from({ length }, (_, index) => start + index);
    const { features, shape } = await data.read(indices, { epoch: 0, signal });
    signal.throwIfAborted();
    const [, moments, columns] = shape;
    for (let window = 0; window < length; window += 1) {
      foretold[start + window] = features[((window + 1) * moments - 1) * columns + column];
    }
  }
  return foretold;
}
