import type { GraphDef, NodeAttribute, Values } from './graph-def.js';

/** Target of recorded nodes: a graph, or nothing. */
export interface NodeSink {
  /** @param shape Shape of the first output, if known. */
  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, NodeAttribute>>,
    shape?: readonly number[],
  ): string;
  constant(values: Values): string;
}

/** A node in the graph. */
export interface AddedNode {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, NodeAttribute>>;
  readonly shape?: readonly number[];
}

/**
 * Adds cheaper nodes equivalent to `node` and returns the name of the last one; undefined if the rewrite does not
 * apply.
 */
export type Rewrite = (node: AddedNode, graph: Known) => string | undefined;

/** A graph under construction that rewrites can query. */
export interface Known extends NodeSink {
  /** Returns the node whose first output is `tensor`, if it was added to this graph. */
  producer(tensor: string | undefined): AddedNode | undefined;
  /** Returns the values of a constant. */
  valuesOf(tensor: string): Values | undefined;
}

/**
 * Rewrites recorded nodes as cheaper ones, in cases that TensorFlow's optimizer does not handle. Unused nodes stay in
 * the graph; TensorFlow prunes them.
 */
export class SimplifiedGraph implements Known {
  private readonly nodes = new Map<string, AddedNode>();
  private readonly constants = new Map<string, Values>();

  constructor(
    private readonly graph: GraphDef,
    private readonly rewrites: Readonly<Record<string, Rewrite>>,
  ) {}

  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, NodeAttribute>>,
    shape?: readonly number[],
  ): string {
    const node = { operation, inputs, attributes, shape };
    const rewritten = this.rewrites[operation]?.(node, this);
    if (rewritten !== undefined) return rewritten;
    const name = this.graph.add(operation, inputs, attributes);
    this.nodes.set(`${name}:0`, node);
    return name;
  }

  constant(values: Values): string {
    const name = this.graph.constant(values);
    this.constants.set(`${name}:0`, values);
    return name;
  }

  producer(tensor: string | undefined): AddedNode | undefined {
    return tensor === undefined ? undefined : this.nodes.get(tensor);
  }

  valuesOf(tensor: string): Values | undefined {
    return this.constants.get(tensor);
  }
}
