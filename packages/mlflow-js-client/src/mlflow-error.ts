/** An error response of an MLflow server, or a failed request. */
export class MlflowError extends Error {
  constructor(
    message: string,
    /** MLflow's error code, for example `RESOURCE_DOES_NOT_EXIST`; `UNREACHABLE` without a response. */
    readonly code: string,
    /** HTTP status; undefined without a response. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MlflowError';
  }
}
