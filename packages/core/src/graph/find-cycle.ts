/**
 * A cycle among nodes, in the direction of the data, its first node again at the end: `['a', 'b', 'a']`. Undefined when
 * there is none. `dependencies` gives the nodes that each node waits for.
 */
export function findCycle(dependencies: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    const seen = path.indexOf(node);
    if (seen >= 0) return [...path.slice(seen), node].reverse();
    if (done.has(node)) return undefined;
    path.push(node);
    for (const dependency of dependencies.get(node) ?? []) {
      const cycle = visit(dependency);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of dependencies.keys()) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return undefined;
}
