import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * Returns the matrix of ZCA whitening, `float64[values, values]`: `U · diag(sqrt(examples) / (s + epsilon)) · Uᵀ` with the singular values
 * s and vectors U of the examples, like ImageDataGenerator's `fit` (Krizhevsky, "Learning multiple layers of features from tiny images",
 * 2009).
 *
 * @param products `float64[values, values]`: sums of the products of each two values over all examples; only the lower triangle is read
 */
export function whiteningMatrix(products: Float64Array, examples: number, epsilon: number): Float64Array {
  const size = Math.sqrt(products.length);
  const rows = Array.from({ length: size }, (_, row) =>
    Float64Array.from({ length: size }, (_, column) => products[Math.max(row, column) * size + Math.min(row, column)]),
  );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  // There are at most as many nonzero singular values as examples.
  const order = realEigenvalues.map((_, index) => index).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const result = new Float64Array(size * size);
  for (const index of order.slice(0, Math.min(examples, size))) {
    const vector = eigenvectorMatrix.getColumn(index);
    const factor = Math.sqrt(examples) / (Math.sqrt(Math.max(realEigenvalues[index], 0)) + epsilon);
    for (const [row, value] of vector.entries()) {
      for (let column = 0; column < size; column += 1) result[row * size + column] += value * factor * vector[column];
    }
  }
  return result;
}
