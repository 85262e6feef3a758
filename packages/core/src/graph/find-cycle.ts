/**
 * A cycle among nodes, in the direction of the data, its first node again at the end: `['a', 'b', 'a']`. Undefined when
 * there is none. `dependencies` gives the nodes that each node waits for. A long chain takes no stack.
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
