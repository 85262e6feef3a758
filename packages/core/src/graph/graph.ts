import type { Spec } from '@expgraph/sdk';
import type { Document } from '../document/document.js';
import type { RegisteredNode, Registry } from '../plugins/registry.js';

/** One end of an edge. */
export interface OutputReference {
  readonly node: string;
  readonly output: string;
}

/** A valid node: its type exists, its config matches its schema, its edges match its ports. */
export interface GraphNode {
  readonly id: string;
  readonly type: string;
  readonly registered: RegisteredNode;
  /** Defaults filled in, frozen. */
  readonly config: Readonly<Record<string, unknown>>;
  /** By input port; an unconnected optional input is absent. */
  readonly inputs: Readonly<Record<string, OutputReference>>;
  /** Inferred spec of each output. */
  readonly specs: Readonly<Record<string, Spec>>;
}

/** The checked experiment. Iteration is in topological order, ties in file order. */
export interface Graph {
  readonly document: Document;
  readonly registry: Registry;
  readonly nodes: ReadonlyMap<string, GraphNode>;
}
