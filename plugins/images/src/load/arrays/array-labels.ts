import { elementsOf, type NumberArray } from '@expgraph/data/formats';
import { arrayLabel, arrayShape } from './messages.js';

/**
 * Reads the labels in an array: `[images]` or `[images, 1]` of integers or strings, or `[images, classes]` of 0 and 1 (multi-hot) with
 * the classes "0", "1" ...
 * @returns the labels of each image: one, or any number for multi-hot labels
 */
export function arrayLabels(array: NumberArray): string[][] {
  const { name, shape, values } = array;
  const [count, width = 1] = shape;
  if (shape.length === 0 || shape.length > 2 || elementsOf(shape) === 0)
    throw arrayShape(name, shape, 'labels', '[images] or [images, classes]');
  if (width === 1) return Array.from({ length: count }, (_, index) => [labelOf(array, index)]);
  return Array.from({ length: count }, (_, image) => {
    const row = Array.from({ length: width }, (_, column) => {
      const value = Number(values[image * width + column]);
      if (value !== 0 && value !== 1) throw arrayLabel(name, image, values[image * width + column], '0 or 1');
      return value;
    });
    return row.flatMap((value, column) => (value === 1 ? [String(column)] : []));
  });
}

function labelOf({ name, values }: NumberArray, index: number): string {
  const value = values[index];
  if (typeof value === 'number' && !Number.isInteger(value)) throw arrayLabel(name, index, value, 'an integer');
  return String(value);
}
