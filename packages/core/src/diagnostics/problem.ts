import type { Span } from './span.js';

/** One error in an experiment. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
  /** Lines below the excerpt; the last one is the fix. */
  readonly notes: readonly string[];
}
