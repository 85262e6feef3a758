import type { Graph } from '@expgraph/core';

/** The nodes and edges of a drawing. */
export interface Drawing {
  readonly nodes: readonly { readonly id: string; readonly type: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

/** Returns the drawing of a graph. The label of an edge is the input, and the output if the node has several. */
export function toDrawing({ nodes }: Graph): Drawing {
  const edges = [...nodes.values()].flatMap((node) =>
    Object.entries(node.inputs).map(([input, { node: from, output }]) => {
      const several = Object.keys(nodes.get(from)?.registered.nodeClass.outputs ?? {}).length > 1;
      return { from, to: node.id, label: several && output !== input ? `${output} → ${input}` : input };
    }),
  );
  return { nodes: [...nodes.values()].map(({ id, type }) => ({ id, type })), edges };
}
