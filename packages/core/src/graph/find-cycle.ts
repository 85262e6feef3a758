/**
 * Returns a cycle of nodes in the direction of the data, with its first node repeated at the end: `['a', 'b', 'a']`; undefined for an
 * acyclic graph. `dependencies` has the nodes that each node waits for. Not recursive: a chain may have any length.
 */
export function findCycle(dependencies: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path = new Set<string>();
  for (const start of dependencies.keys()) {
    const open = [{ node: start, entered: false }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { node, entered } = next;
      if (entered) {
        path.delete(node);
        done.add(node);
      } else if (path.has(node)) {
        const chain = [...path];
        return [...chain.slice(chain.indexOf(node)), node].reverse();
      } else if (!done.has(node)) {
        path.add(node);
        open.push({ node, entered: true });
        for (const dependency of (dependencies.get(node) ?? []).toReversed())
          open.push({ node: dependency, entered: false });
      }
    }
  }
  return undefined;
}
