import type { Batch } from '@expgraph/sdk';
import { selectLabels } from './select-labels.js';

/**
 * Joins batches and takes rows of them, with labels, soft labels, texts, weights and names of timesteps where the batches have them. A batch
 * without weights counts as weighted by 1.
 * @param rows `[batch]`: the row of each example of the result in the given batches, one after another.
 * @param timesteps For labels of timesteps: the timesteps of the result; shorter rows are padded with -1.
 */
export function joinBatches(batches: readonly Batch[], rows: ArrayLike<number>, timesteps?: number): Batch {
  const [first] = batches;
  const count = batches.reduce((sum, { shape }) => sum + shape[0], 0);
  const select = <Values extends Int32Array | Float32Array>(values: readonly Values[]) =>
    selectLabels(concatenate(values), count, rows);
  const texts = first.texts && batches.flatMap((batch) => batch.texts ?? []);
  const isWeighted = batches.some(({ weights }) => weights);
  const weightsOf = ({ weights, shape }: Batch) => weights ?? new Float32Array(shape[0]).fill(1);
  return {
    features: select(batches.map(({ features }) => features)),
    shape: [rows.length, ...first.shape.slice(1)],
    labels: select(batches.map(({ labels, shape }) => padTags(labels, shape[0], timesteps))),
    ...(first.targets && { targets: select(batches.flatMap(({ targets }) => targets ?? [])) }),
    ...(texts && { texts: Array.from(rows, (row) => texts[row]) }),
    ...(isWeighted && { weights: select(batches.map(weightsOf)) }),
    ...(batches.every(({ steps }) => steps) && { steps: () => stepsOf(batches, rows) }),
  };
}

function stepsOf(batches: readonly Batch[], rows: ArrayLike<number>): (readonly string[])[] {
  const steps = batches.flatMap((batch) => batch.steps?.() ?? []);
  return Array.from(rows, (row) => steps[row]);
}

/** Pads the labels of timesteps with -1 to `[size, timesteps]`; returns other labels unchanged. */
export function padTags<Labels extends Int32Array | Float32Array>(
  labels: Labels,
  size: number,
  timesteps?: number,
): Labels {
  const width = labels.length / size;
  if (timesteps === undefined || timesteps === width) return labels;
  const padded = new (labels.constructor as new (length: number) => Labels)(size * timesteps).fill(-1) as Labels;
  for (let row = 0; row < size; row += 1) padded.set(labels.subarray(row * width, (row + 1) * width), row * timesteps);
  return padded;
}

/** Returns the values of all arrays, one after another. */
export function concatenate<Values extends Int32Array | Float32Array>(arrays: readonly Values[]): Values {
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  const joined = new (arrays[0].constructor as new (length: number) => Values)(length);
  let start = 0;
  for (const array of arrays) {
    joined.set(array, start);
    start += array.length;
  }
  return joined;
}
