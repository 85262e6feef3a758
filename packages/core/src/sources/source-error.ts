/** A source that is malformed, absent, unreachable or not what it was said to be. */
export class SourceError extends Error {
  constructor(
    /** `EXPGRAPH_SOURCE_…` */
    readonly code: string,
    message: string,
    /** What was looked for, and what to do. */
    readonly notes: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SourceError';
  }
}
