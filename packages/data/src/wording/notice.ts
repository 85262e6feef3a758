/** A sentence for the log about what was skipped or changed. */
export interface Notice {
  readonly level: 'info' | 'warn';
  readonly message: string;
}
