import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { Batch, Dataset } from '@expgraph/sdk';

/**
 * Checks the contract of a dataset: labels and names for each example, a part of a batch equal to the examples read alone, in any order
 * and again, and features of the declared shape. With `sameEachEpoch`, epochs are equal.
 */
export async function testDataset(data: Dataset): Promise<void> {
  ok(Number.isInteger(data.size) && data.size >= 0, `the size is ${data.size}`);
  const labels = data.labels();
  ok(data.size === 0 || labels.length % data.size === 0, `${labels.length} labels for ${data.size} examples`);
  const all = Array.from({ length: data.size }, (_, index) => index);
  for (const index of all) ok(typeof data.name(index) === 'string', `example ${index} has no name`);
  const reversed = await read(data, [...all].reverse());
  const rows = rowsOf(reversed).reverse();
  for (const index of all.slice(0, 20)) {
    const alone = await read(data, [index]);
    deepStrictEqual(rowsOf(alone)[0], rows[index], `example ${index} read alone differs from the same in a batch`);
    checkShape(data, alone);
  }
  if (data.sameEachEpoch) {
    const later = rowsOf(await read(data, all, 3));
    deepStrictEqual(later, rows, 'epochs differ, although sameEachEpoch is true');
  }
  strictEqual(data.labels().length, labels.length, 'labels() changes');
}

async function read(data: Dataset, indices: readonly number[], epoch = 0): Promise<Batch> {
  const { release, ...batch } = await data.read(indices, { epoch });
  const copy = { ...batch, features: batch.features.slice() } as Batch;
  release?.();
  return copy;
}

function rowsOf({ features, labels, shape }: Batch): { features: number[]; labels: number[] }[] {
  const [count] = shape;
  const [width, own] = [features.length / count, labels.length / count];
  return Array.from({ length: count }, (_, row) => ({
    features: [...features.slice(row * width, (row + 1) * width)],
    labels: [...labels.slice(row * own, (row + 1) * own)],
  }));
}

function checkShape({ spec }: Dataset, { shape }: Batch): void {
  const declared = spec.features?.shape;
  if (!declared) return;
  strictEqual(shape.length, declared.length, `the features have the shape [${shape}], declared [${declared}]`);
  for (const [axis, size] of declared.entries())
    if (axis > 0 && typeof size === 'number')
      strictEqual(shape[axis], size, `axis ${axis} is ${shape[axis]}, declared ${size}`);
}
