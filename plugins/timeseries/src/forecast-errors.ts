/** Returns the mean absolute error and the root mean squared error of forecasts. */
export function forecastErrors(forecast: Float64Array, actual: Float64Array): { mae: number; rmse: number } {
  const mean = (of: (error: number) => number) =>
    forecast.reduce((sum, value, index) => sum + of(value - actual[index]), 0) / forecast.length;
  return { mae: mean(Math.abs), rmse: Math.sqrt(mean((error) => error ** 2)) };
}
