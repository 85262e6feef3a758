import type { FeatureType } from './example.js';

/** How one feature of the records is to be read. */
export interface FeatureSpec {
  readonly type: FeatureType;
  /** Of its values, or of one step where it has a length; `[]` is one value. */
  readonly shape?: readonly number[];
  /**
   * Where the number of steps differs between records: a number that they are cut or filled up to, at the end, or `any`, for
   * rows of different length.
   */
  readonly length?: number | 'any';
  /** The value of what a record lacks, and of what is filled up; without it, a record that lacks the feature is an error. */
  readonly default?: number | string;
}

/** The number of values of one step. */
export const stepSize = ({ shape = [] }: FeatureSpec) => shape.reduce((product, size) => product * size, 1);
