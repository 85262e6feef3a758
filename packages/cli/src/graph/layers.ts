import type { Drawing } from './drawing.js';

const SWEEPS = 8;

/**
 * Nodes in layers, each below all that it depends on, and within a layer such that few edges cross: each goes to the mean
 * place of its neighbours, down and up in turn (Sugiyama et al., 1981).
 */
export function layers({ nodes, edges }: Drawing): string[][] {
  const depth = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined) return known;
    const above = edges.filter(({ to }) => to === id).map(({ from }) => depthOf(from));
    const own = above.length > 0 ? Math.max(...above) + 1 : 0;
    depth.set(id, own);
    return own;
  };
  const rows: string[][] = [];
  for (const { id } of nodes) {
    const own = depthOf(id);
    rows[own] ??= [];
    rows[own].push(id);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows.slice(1) : rows.slice(0, -1).reverse()) reorder(row, rows, edges, down);
  }
  return rows;
}

function reorder(row: string[], rows: readonly string[][], edges: Drawing['edges'], down: boolean): void {
  const place = new Map(rows.flatMap((other) => other.map((id, index) => [id, (index + 0.5) / other.length] as const)));
  const wanted = new Map(
    row.map((id) => {
      const near = edges
        .filter((edge) => (down ? edge.to : edge.from) === id)
        .map((edge) => place.get(down ? edge.from : edge.to) ?? 0);
      const mean = near.length > 0 ? near.reduce((a, b) => a + b, 0) / near.length : (place.get(id) ?? 0);
      return [id, mean] as const;
    }),
  );
  row.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
}
