import type { HeldResource } from '@expgraph/sdk';
import type { GraphNode } from '../graph/graph.js';
import { heldWithInput } from './messages.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * Rejects an output that holds, for example, tensors of an input: disposing one value would dispose those of the other. A node may
 * return an input value itself.
 * @throws PluginError
 */
export function checkOwnOutputs(
  node: GraphNode,
  resources: readonly HeldResource[],
  inputs: Values,
  outputs: Values,
): void {
  const { inputs: given, outputs: made } = node.registered.nodeClass;
  for (const resource of resources) {
    for (const [input, value] of Object.entries(inputs)) {
      const held = new Set(resource.of(given[input].kind, value));
      for (const [output, other] of Object.entries(outputs)) {
        if (other === value || other === undefined) continue;
        const common = [...resource.of(made[output].kind, other)].filter((object) => held.has(object)).length;
        if (common > 0) throw heldWithInput(node.id, node.type, { input, output }, resource, common);
      }
    }
  }
}
