import type { Port } from '@expgraph/sdk';

/** What was done to the numbers of a column: `number = (value - offset) / factor`. */
export interface Scaling {
  readonly offset: number;
  readonly factor: number;
}

export interface Column {
  readonly name: string;
  /** A number a moment. */
  readonly values: Float64Array;
  readonly scaling: Scaling;
}

/** Numbers that were measured one after the other, each column at the same moments. */
export interface Series {
  readonly columns: readonly Column[];
  /** A name of each moment: its time as the file has it, or its line. */
  readonly moments: readonly string[];
}

export interface SeriesSpec {
  readonly kind: 'series';
  /** The names of the columns, where they are known before the file is read. */
  readonly columns?: readonly string[];
  /** Which part of a whole it is: `train`, `validation` or `test`. */
  readonly part?: string;
  /** Whether its scale was taken from a whole series, and so knows of all of its parts. */
  readonly scaledByWhole?: boolean;
}

declare module '@expgraph/sdk' {
  interface PortKinds {
    series: { value: Series; spec: SeriesSpec };
  }
}

/** Numbers that were measured one after the other. */
export function series(options: { description?: string } = {}): Port<'series', false> {
  return { kind: 'series', spec: { kind: 'series' }, optional: false, description: options.description };
}

export const UNSCALED: Scaling = { offset: 0, factor: 1 };
