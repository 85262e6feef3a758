import type { Drawing } from './drawing.js';

/** A graph as Mermaid text, which GitHub and many editors draw. */
export function mermaid({ nodes, edges }: Drawing): string {
  const name = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const boxes = nodes.map(({ id, type }) => `  ${name.get(id)}["${id}<br/><small>${type}</small>"]`);
  const arrows = edges.map(({ from, to, label }) => `  ${name.get(from)} -->|${label}| ${name.get(to)}`);
  return ['flowchart TD', ...boxes, ...arrows, ''].join('\n');
}
