/** Whether a JSON value is exact: integers beyond 2^53 are rounded, so that two of them may become equal. */
export const isExact = (value: unknown) =>
  typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
