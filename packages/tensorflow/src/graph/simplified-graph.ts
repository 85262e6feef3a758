import type { GraphDef, NodeAttribute, Values } from './graph-def.js';

/** Where the nodes of a recording go: a graph, or nowhere. */
export interface NodeSink {
  /** `shape` is that of the first output, where it is known. */
  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, NodeAttribute>>,
    shape?: readonly number[],
  ): string;
  constant(values: Values): string;
}

/** A node that was added. */
export interface AddedNode {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, NodeAttribute>>;
  readonly shape?: readonly number[];
}

/** Adds nodes that give what a node gives, cheaper, and returns the name of the last; undefined where it does not apply. */
export type Rewrite = (node: AddedNode, graph: Known) => string | undefined;

/** A graph under construction, of which a rewrite may ask what is there. */
export interface Known extends NodeSink {
  /** The node whose first output a tensor is, if it was added here. */
  producer(tensor: string | undefined): AddedNode | undefined;
  /** The values of a constant. */
  valuesOf(tensor: string): Values | undefined;
}

/**
 * Takes the nodes of a recording, and writes some of them in a cheaper way, where TensorFlow's own optimizer does not. What is not
 * used any more stays in the graph: TensorFlow drops it.
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
