import type { NodeAction } from '@expgraph/sdk';
import type { Graph, GraphNode } from '../graph/graph.js';
import type { Logged } from '../store/manifest.js';
import type { Store } from '../store/store.js';

export interface PlanEntry {
  readonly node: GraphNode;
  /** `sha256` in hex of all that decides what the node's outputs are. */
  readonly fingerprint: string;
  /** The components of the fingerprint, by name, for `cached because` and `runs because`. */
  readonly ingredients: Readonly<Record<string, string>>;
  readonly action: NodeAction;
  /** What the node logged when it ran, of a cached one. */
  readonly logged?: readonly Logged[];
  /** Whether the user wants it run in any case: what the store has of it is forgotten. */
  readonly forced?: boolean;
  /** One line: why it runs, or that it need not. */
  readonly reason: string;
}

/** What a run will do, before it does it. In topological order. */
export interface Plan {
  readonly graph: Graph;
  readonly store: Store;
  /** What was found wrong with the store. */
  readonly notices: readonly string[];
  /** Whether the record of what nodes were made of is damaged: the run writes it anew. */
  readonly isLastDamaged?: boolean;
  readonly entries: ReadonlyMap<string, PlanEntry>;
}
