/**
 * Returns the labels of some examples of a dataset, in the order of `indices`. It works for any values with the same number per example.
 * @param labels `[size]`, or `[size, classes]` for multi-label examples.
 */
export function selectLabels<Labels extends Int32Array | Float32Array>(
  labels: Labels,
  size: number,
  indices: ArrayLike<number>,
): Labels {
  const width = size === 0 ? 1 : labels.length / size;
  const selected = new (labels.constructor as new (length: number) => Labels)(indices.length * width);
  for (let position = 0; position < indices.length; position += 1) {
    const start = indices[position] * width;
    for (let column = 0; column < width; column += 1) selected[position * width + column] = labels[start + column];
  }
  return selected;
}
