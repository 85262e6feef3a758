import type { NodeAttribute, Values } from '@expgraph/tensorflow/graph';

/** A node of a TensorFlow graph. */
export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  /** Tensors, `node:output`. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, NodeAttribute>>;
}

/** A list of nodes in topological order. */
export class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();

  /** Adds a node and returns its first output. */
  add(node: GraphNode): string {
    this.nodes.set(node.name, node);
    return `${node.name}:0`;
  }

  constant(name: string, values: Values): string {
    const attributes = { dtype: { type: values.dtype }, value: { tensor: values } };
    return this.add({ name, operation: 'Const', inputs: [], attributes });
  }

  /** Returns the given nodes and those that the given tensors depend on, in topological order. */
  needed(tensors: readonly string[], named: readonly string[]): GraphNode[] {
    const found = new Set(named.map(nodeOf));
    const pending = tensors.map(nodeOf);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      pending.push(...(this.nodes.get(name)?.inputs ?? []).map(nodeOf));
    }
    return [...this.nodes.values()].filter(({ name }) => found.has(name));
  }
}

const nodeOf = (tensor: string) => tensor.slice(0, tensor.lastIndexOf(':'));
