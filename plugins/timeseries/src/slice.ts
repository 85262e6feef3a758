import type { Series } from './series.js';

/** The moments from `start` to the one before `end`. */
export function slice({ columns, moments }: Series, start: number, end: number): Series {
  return {
    columns: columns.map((column) => ({ ...column, values: column.values.slice(start, end) })),
    moments: moments.slice(start, end),
  };
}
