import type { NodeAction } from '@expgraph/sdk';
import type { Graph, GraphNode } from '../graph/graph.js';
import type { Logged } from '../store/manifest.js';
import type { Store } from '../store/store.js';

export interface PlanEntry {
  readonly node: GraphNode;
  /** SHA-256 of the fingerprint inputs, in hex. */
  readonly fingerprint: string;
  /** Everything that determines the node's outputs, by name. */
  readonly fingerprintInputs: Readonly<Record<string, string>>;
  readonly action: NodeAction;
  /** Of a cached node, the events that it logged when it ran. */
  readonly logged?: readonly Logged[];
  /** Whether the node runs even if it is cached (`--force`). Its checkpoints are removed. */
  readonly forced?: boolean;
  /** Why the node runs or is cached, on one line. */
  readonly reason: string;
}

/** The planned action for each node, in topological order. */
export interface Plan {
  readonly graph: Graph;
  readonly store: Store;
  /** Notices about damage in the store. */
  readonly notices: readonly string[];
  /** Whether the record of the last fingerprint inputs is damaged: the run writes it again. */
  readonly isLastDamaged?: boolean;
  readonly entries: ReadonlyMap<string, PlanEntry>;
}
