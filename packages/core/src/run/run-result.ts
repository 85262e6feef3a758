import type { RunStatus } from '@expgraph/sdk';

export type NodeOutcome = 'finished' | 'cached' | 'failed' | 'not run';

export interface RunResult {
  readonly id: string;
  /** `.expgraph/runs/<id>`, absolute. */
  readonly folder: string;
  readonly status: RunStatus;
  readonly outcomes: ReadonlyMap<string, NodeOutcome>;
  readonly milliseconds: number;
}
