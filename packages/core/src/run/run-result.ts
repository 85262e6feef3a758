export type NodeOutcome = 'finished' | 'cached' | 'failed' | 'not run';

export interface RunResult {
  readonly id: string;
  /** `.expgraph/runs/<id>`, absolute. */
  readonly folder: string;
  readonly status: 'finished' | 'failed' | 'killed';
  readonly outcomes: ReadonlyMap<string, NodeOutcome>;
  readonly milliseconds: number;
}
