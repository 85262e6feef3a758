/** Nodes such that each comes after those it waits for; ties in the order given. The graph has no cycle. */
export function topologicalOrder(dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  const order = new Set<string>();
  const visit = (node: string) => {
    if (order.has(node)) return;
    for (const dependency of dependencies.get(node) ?? []) visit(dependency);
    order.add(node);
  };
  for (const node of dependencies.keys()) visit(node);
  return [...order];
}
