import type { Drawing } from './drawing.js';

/** Renders a graph as Mermaid text, which GitHub and many editors draw. */
export function mermaid({ nodes, edges }: Drawing): string {
  const name = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const boxes = nodes.map(
    ({ id, type }) => `  ${name.get(id)}["${escapeMermaid(id)}<br/><small>${escapeMermaid(type)}</small>"]`,
  );
  const arrows = edges.map(({ from, to, label }) => `  ${name.get(from)} -->|${escapeMermaid(label)}| ${name.get(to)}`);
  return ['flowchart TD', ...boxes, ...arrows, ''].join('\n');
}

/** Escapes characters with a meaning in Mermaid or HTML as Mermaid entities, `#` and the code of the character. */
export const escapeMermaid = (text: string): string =>
  text.replace(/[#"&<>|`{}[\]\n]/g, (character) => `#${character.charCodeAt(0)};`);
