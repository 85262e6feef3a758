import type { Series } from './series.js';

/** Returns the timesteps from `start` to `end` - 1. */
export function slice({ columns, timesteps }: Series, start: number, end: number): Series {
  return {
    columns: columns.map((column) => ({ ...column, values: column.values.slice(start, end) })),
    timesteps: timesteps.slice(start, end),
  };
}
