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
  readonly kind: 'series';
  /** Names of the columns, if they are known before the file is read. */
  readonly columns?: readonly string[];
  /** The part of a split: `train`, `validation` or `test`. */
  readonly part?: string;
  /** Whether the scale was fitted on the whole series, and so depends on all of its parts. */
  readonly scaledByWhole?: boolean;
}

declare module '@expgraph/sdk' {
  interface PortKinds {
    series: { value: Series; spec: SeriesSpec };
  }
}

/** Declares a port of a time series. */
export function series(options: { description?: string } = {}): Port<'series', false> {
  return { kind: 'series', spec: { kind: 'series' }, optional: false, description: options.description };
}

export const UNSCALED: Scaling = { offset: 0, factor: 1 };
