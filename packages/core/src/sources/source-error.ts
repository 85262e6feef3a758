/** A source is malformed, missing, unreachable or has the wrong checksum. */
export class SourceError extends Error {
  constructor(
    /** `EXPGRAPH_SOURCE_…` */
    readonly code: string,
    message: string,
    /** Details, and the fix as the last line. */
    readonly notes: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SourceError';
  }
}
