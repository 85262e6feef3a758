/** Whether a value of JSON is as it was written: integers beyond 2^53 are rounded, so that two of them may become one. */
export const isExact = (value: unknown) =>
  typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
