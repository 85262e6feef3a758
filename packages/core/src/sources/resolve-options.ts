/** Receives the progress of a fetch. */
export interface SourceProgress {
  start(label: string, totalBytes?: number): void;
  advance(bytes: number): void;
  end(): void;
}

export interface ResolveOptions {
  readonly progress?: SourceProgress;
  readonly signal?: AbortSignal;
  /** Shows a line to the user. */
  readonly notice?: (line: string) => void;
}
