import type { Picture } from './picture.js';
import type { Table } from './services.js';

/** The planned action for a node: `run`, `cached`, or `resume` from the checkpoint of an interrupted run. */
export type NodeAction = 'run' | 'cached' | 'resume';

export interface PlannedNode {
  readonly id: string;
  readonly type: string;
  readonly action: NodeAction;
  /** For example `config.optimizer.learningRate: 0.00001 -> 0.0001`. */
  readonly reason: string;
  readonly fingerprint: string;
  /** Ids of the nodes that its inputs are connected to. */
  readonly dependsOn: readonly string[];
}

export interface RunInfo {
  readonly id: string;
  /** The experiment's name. */
  readonly experiment: string;
  /** The YAML file. */
  readonly file: string;
  /** `.expgraph/runs/<id>`. */
  readonly folder: string;
  readonly seed: number;
  /** The experiment's params, resolved. */
  readonly params: Readonly<Record<string, unknown>>;
}

export type RunStatus = 'finished' | 'failed' | 'killed';

export type NodeFailure = {
  readonly code: string;
  readonly message: string;
  /** Details, and the fix as the last line. */
  readonly notes?: readonly string[];
  readonly rendered: string;
};

type Payload =
  | { type: 'run-started'; run: RunInfo; nodes: readonly PlannedNode[] }
  | { type: 'node-started'; node: string }
  | { type: 'node-finished'; node: string; milliseconds: number }
  /** The node's outputs are in the store. Its params and metrics follow as events with `cached: true`. */
  | { type: 'node-cached'; node: string }
  | { type: 'node-failed'; node: string; error: NodeFailure }
  /** The node was skipped because the node `because` failed, or because the run was interrupted. */
  | { type: 'node-skipped'; node: string; because: string }
  | {
      type: 'progress';
      node: string;
      label: string;
      done: number;
      total?: number;
      unit?: string;
      perSecond?: number;
      values?: Readonly<Record<string, number>>;
      /** Fraction of the time, 0 to 1, that the work was input-bound. */
      waiting?: number;
      ended?: true;
    }
  | { type: 'params'; node: string; params: Readonly<Record<string, string | number | boolean>>; cached?: true }
  | { type: 'metrics'; node: string; step?: number; metrics: Readonly<Record<string, number>>; cached?: true }
  | { type: 'table'; node: string; title: string; table: Table; cached?: true }
  | { type: 'picture'; node: string; title: string; picture: Picture; cached?: true }
  | { type: 'notice'; node?: string; level: 'info' | 'warning'; message: string }
  /** A file or folder for the user: the report, a model. */
  | { type: 'artifact'; node?: string; name: string; path: string }
  | { type: 'run-finished'; status: RunStatus; milliseconds: number };

/** An event of a run; the journal has one line for each, in order. `time` is in milliseconds since 1970. */
export type RunEvent = Payload & { readonly time: number };

export type RunEventPayload = Payload;

/** Receives every event of a run. `handle` must neither throw nor block. */
export interface RunListener {
  handle(event: RunEvent): void;
  /** Called after the last node, before `run-finished`. Writes files for the user; each becomes an `artifact` event. */
  finish?(status: RunStatus): Promise<readonly { readonly name: string; readonly path: string }[]>;
  /** Awaited after the last event, with a time limit. */
  close?(): Promise<void>;
}

/** Services for a plugin's listener. */
export interface ListenerContext {
  /** Shows a line to the user, as a `notice` event. */
  notice(level: 'info' | 'warning', message: string): void;
}
