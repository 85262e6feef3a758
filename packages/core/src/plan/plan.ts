import type { NodeAction } from '@expgraph/sdk';
import type { Graph, GraphNode } from '../graph/graph.js';

export interface PlanEntry {
  readonly node: GraphNode;
  /** `sha256` in hex of all that decides what the node's outputs are. */
  readonly fingerprint: string;
  /** The components of the fingerprint, by name, for `cached because` and `runs because`. */
  readonly ingredients: Readonly<Record<string, string>>;
  readonly action: NodeAction;
  /** One line: why it runs, or that it need not. */
  readonly reason: string;
}

/** What a run will do, before it does it. In topological order. */
export interface Plan {
  readonly graph: Graph;
  readonly entries: ReadonlyMap<string, PlanEntry>;
}
