import type { HeldResource, Ports } from '@expgraph/sdk';
import type { GraphNode } from '../graph/graph.js';
import { leftBehind, tookAway } from './messages.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * Counts resources outside the heap before and after a node: the count may grow only by those that its outputs hold and its inputs do
 * not. The counts are those of the whole process, so no other node may run meanwhile.
 */
export class LeakCheck {
  private readonly before: readonly { readonly resource: HeldResource; count: number; given: ReadonlySet<object> }[];

  /** Counts the resources before the node runs. */
  constructor(
    private readonly node: GraphNode,
    resources: readonly HeldResource[],
    inputs: Values,
  ) {
    const { inputs: ports } = node.registered.nodeClass;
    this.before = resources.map((resource) => {
      const given = heldBy(resource, ports, inputs);
      return { resource, given, count: resource.held() };
    });
  }

  /**
   * Counts the resources after the node has run.
   * @throws PluginError if the node leaked resources, or disposed resources that are not its own.
   */
  end(outputs: Values): void {
    const { id, type, registered } = this.node;
    for (const { resource, given, count: before } of this.before) {
      const made = [...heldBy(resource, registered.nodeClass.outputs, outputs)].filter((held) => !given.has(held));
      const counts = { before, after: resource.held(), outputs: made.length };
      const change = counts.after - before - made.length;
      if (change > 0) throw leftBehind(id, type, resource, counts);
      if (change < 0) throw tookAway(id, type, resource, counts);
    }
  }
}

function heldBy(resource: HeldResource, ports: Ports, values: Values): ReadonlySet<object> {
  const held = new Set<object>();
  for (const [name, { kind }] of Object.entries(ports)) {
    if (values[name] === undefined) continue;
    for (const object of resource.of(kind, values[name])) held.add(object);
  }
  return held;
}
