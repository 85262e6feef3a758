import { ReusedFloats } from '@expgraph/data/dataset';
import { memoryDataset } from '@expgraph/testing';

/**
 * Returns a dataset of examples in memory that reuses the memory of its batches, as `load/images` does.
 *
 * @param {Parameters<typeof memoryDataset>[0]} options
 */
export function arrayDataset(options) {
  const data = memoryDataset(options);
  const length = options.shape.reduce((product, size) => product * size, 1);
  const floats = new ReusedFloats();
  const read = async (indices) => {
    const { values: features, release } = floats.take(indices.length * length);
    for (const [position, index] of indices.entries()) {
      features.set(options.features.subarray(index * length, (index + 1) * length), position * length);
    }
    const labels = indices.map((index) => options.labels[index]);
    return { features, shape: [indices.length, ...options.shape], labels, release };
  };
  return { ...data, read };
}
