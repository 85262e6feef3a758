/** What came of a file that was neither read nor refused. */
export interface Finding {
  readonly index: number;
  readonly format: string;
  readonly outcome: 'error' | 'time' | 'memory' | 'crash';
  readonly detail?: string;
}

export interface Campaign {
  readonly read: number;
  readonly refused: number;
  readonly findings: readonly Finding[];
  readonly formats: ReadonlyMap<string, { readonly read: number; readonly refused: number }>;
  readonly worst: { readonly cpuMs: number; readonly peakMb: number };
}

export function runCampaign(options: {
  readonly count: number;
  readonly seed: number;
  readonly first?: number;
  readonly processes?: number;
  /** Per file. Default: 5 s of processor time, 60 s, 1 GB. */
  readonly limits?: { readonly cpuMs?: number; readonly wallMs?: number; readonly peakMb?: number };
}): Promise<Campaign>;
