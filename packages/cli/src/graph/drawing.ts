import type { Graph } from '@expgraph/core';

/** A graph as it is drawn. */
export interface Drawing {
  readonly nodes: readonly { readonly id: string; readonly type: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

/** An edge is named by its input, and by its output where the node has several. */
export function toDrawing({ nodes }: Graph): Drawing {
  const edges = [...nodes.values()].flatMap((node) =>
    Object.entries(node.inputs).map(([input, { node: from, output }]) => {
      const several = Object.keys(nodes.get(from)?.registered.nodeClass.outputs ?? {}).length > 1;
      return { from, to: node.id, label: several && output !== input ? `${output} → ${input}` : input };
    }),
  );
  return { nodes: [...nodes.values()].map(({ id, type }) => ({ id, type })), edges };
}
