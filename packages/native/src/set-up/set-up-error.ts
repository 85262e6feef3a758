/** The set-up of the native backend failed. `remedy` is the fix, as a sentence. */
export class SetUpError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SetUpError';
  }
}
