/** How far off numbers are that were foretold: the mean absolute error, and the root of the mean squared one. */
export function forecastErrors(foretold: Float64Array, measured: Float64Array): { mae: number; rmse: number } {
  const mean = (of: (error: number) => number) =>
    foretold.reduce((sum, value, index) => sum + of(value - measured[index]), 0) / foretold.length;
  return { mae: mean(Math.abs), rmse: Math.sqrt(mean((error) => error ** 2)) };
}
