import type { Port } from '@expgraph/sdk';

/** Scaling of a column: `scaled = (value - offset) / factor`. */
export interface Scaling {
  readonly offset: number;
  readonly factor: number;
}

export interface Column {
  readonly name: string;
  /** One value per timestep. */
  readonly values: Float64Array;
  readonly scaling: Scaling;
}

/** Columns of values at the same timesteps, in chronological order. */
export interface Series {
  readonly columns: readonly Column[];
  /** Name of each timestep: its time as the file writes it, or its line. */
  readonly timesteps: readonly string[];
}

export interface SeriesSpec {
  /** Names of the columns, if they are known before the file is read. */
  /** The names of the columns, where they are known before the file is read. */
  /** The part of a split: `train`, `validation` or `test`. */
  /** Which part of a whole it is: `train`, `validation` or `test`. */
  /** Whether the scale was fitted on the whole series, and so depends on all of its parts. */
  /** Whether its scale was taken from a whole series, and so knows of all of its parts. */
  readonly scaledByWhole?: boolean;
}

declare module '@expgraph/sdk' {
  interface PortKinds {
    series: { value: Series; spec: SeriesSpec };
  }
}
/** Declares a port of a time series. */
/** Numbers that were actual one after the other. */
export function series(options: { description?: string } = {}): Port<'series', false> {
  return { kind: 'series', spec: { kind: 'series' }, optional: false, description: options.description };
}

export const UNSCALED: Scaling = { offset: 0, factor: 1 };
