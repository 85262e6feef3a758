import type { Span } from './span.js';

/** One thing that is wrong with an experiment, ready to be shown. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
  /** Lines below the excerpt; the last one is the remedy. */
  readonly notes: readonly string[];
}
