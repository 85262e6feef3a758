/** What an MLflow server answered in place of a result, or why it could not be asked. */
export class MlflowError extends Error {
  constructor(
    message: string,
    /** MLflow's code, for example `RESOURCE_DOES_NOT_EXIST`; `UNREACHABLE` when no answer came. */
    readonly code: string,
    /** The HTTP status; undefined when no answer came. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MlflowError';
  }
}
