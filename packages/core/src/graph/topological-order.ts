/** Returns the nodes of an acyclic graph in topological order, ties in the given order. */
export function topologicalOrder(dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  const order = new Set<string>();
  for (const start of dependencies.keys()) {
    const open = [start];
    while (open.length > 0) {
      const node = open[open.length - 1];
      const waiting = (dependencies.get(node) ?? []).filter((dependency) => !order.has(dependency));
      if (waiting.length > 0) open.push(...waiting.reverse());
      else {
        order.add(node);
        open.pop();
      }
    }
  }
  return [...order];
}
