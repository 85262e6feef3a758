/** Told how far a fetch is. */
export interface SourceProgress {
  start(label: string, totalBytes?: number): void;
  advance(bytes: number): void;
  end(): void;
}

export interface ResolveOptions {
  readonly progress?: SourceProgress;
  readonly signal?: AbortSignal;
  /** Shows the person a line. */
  readonly notice?: (line: string) => void;
}
