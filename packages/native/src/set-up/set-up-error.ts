/** Why a way to a native backend did not work, and what would make it work. */
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
