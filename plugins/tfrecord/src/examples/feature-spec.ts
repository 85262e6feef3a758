import type { FeatureType } from './example.js';

/** How to read one feature of the records. */
export interface FeatureSpec {
  readonly type: FeatureType;
  /** Shape of the values, or of one timestep if `length` is set; `[]` is one value. */
  readonly shape?: readonly number[];
  /**
   * For a varying number of timesteps: the length to cut or pad to, at the end, or `any` for ragged rows.
   */
  readonly length?: number | 'any';
  /** The value for missing features and padding. Without it, a missing feature is an error. */
  readonly default?: number | string;
}

/** Returns the number of values of one timestep. */
export const stepSize = ({ shape = [] }: FeatureSpec) => shape.reduce((product, size) => product * size, 1);
