import dagre from '@dagrejs/dagre';
import type { Drawing } from './drawing.js';

const BOX_HEIGHT = 46;
const MARGIN = 12;
const LETTER = 7.6;
const SMALL_LETTER = 6;

/** Colors of node families; other nodes share one color. */
const FAMILIES: readonly [RegExp, string][] = [
  [/^(load|split|augment|write)/, '#2f6f9f'],
  [/^(backbone|head|model|rnn)/, '#7a4fa3'],
  [/^(freeze|unfreeze)/, '#4d7d86'],
  [/^train/, '#b3541e'],
  [/^(evaluate|predict|export)/, '#3c7a3c'],
];

/**
 * Escapes a text for XML or HTML. Control characters, which XML does not allow, and text direction marks become the replacement
 * character.
 */
export const escapeXml = (text: string): string =>
  text
    .replace(/[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff\p{Cs}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

interface Point {
  readonly x: number;
  readonly y: number;
}
/** A box, given by its center. */
type Box = Point & { readonly width: number };
type Route = Partial<Point> & { readonly points: readonly Point[]; readonly label: string };

/** Renders a graph as a self-contained SVG. dagre computes the layout. */
export function graphSvg(drawing: Drawing): string {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ nodesep: 28, ranksep: 30, edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  for (const { id, type } of drawing.nodes) {
    layout.setNode(id, { width: Math.max(90, Math.max(id.length, type.length) * LETTER + 24), height: BOX_HEIGHT });
  }
  for (const { from, to, label } of drawing.edges) {
    layout.setEdge(from, to, { label, width: label.length * SMALL_LETTER + 6, height: 14, labelpos: 'c' }, label);
  }
  dagre.layout(layout);
  const { width = 0, height = 0 } = layout.graph();
  const arrows = layout.edges().map((edge) => arrow(layout.edge(edge) as unknown as Route));
  const boxes = drawing.nodes.map(({ id, type }) => box(id, type, layout.node(id) as Box));
  const title = `<title>${drawing.nodes.length} nodes, ${drawing.edges.length} edges</title>`;
  const head = `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#888"/></marker></defs>`;
  const size = `viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}"`;
  const parts = [...arrows, ...boxes].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="system-ui, sans-serif">${title}${head}\n${parts}\n</svg>\n`;
}

function box(id: string, type: string, { x, y, width }: Box): string {
  const color = FAMILIES.find(([pattern]) => pattern.test(type))?.[1] ?? '#5a5a5a';
  const [left, top, middle] = [x - width / 2, y - BOX_HEIGHT / 2, x.toFixed(1)];
  return [
    `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${BOX_HEIGHT}" rx="7" fill="${color}"/>`,
    `<text x="${middle}" y="${(top + 20).toFixed(1)}" text-anchor="middle" font-size="13.5" font-weight="600" fill="#fff">${escapeXml(id)}</text>`,
    `<text x="${middle}" y="${(top + 36).toFixed(1)}" text-anchor="middle" font-size="11" fill="#fff">${escapeXml(type)}</text>`,
  ].join('');
}

function arrow({ points, label, x, y }: Route): string {
  const path = `<path d="${smooth(points)}" fill="none" stroke="#888" stroke-width="1.4" marker-end="url(#tip)"/>`;
  if (x === undefined || y === undefined) return path;
  // A halo in the page's color keeps a label legible above a line.
  const halo = 'paint-order="stroke" stroke="var(--paper, #fff)" stroke-width="4"';
  const text = `<text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" text-anchor="middle" font-size="10.5" fill="#777" ${halo}>${escapeXml(label)}</text>`;
  return path + text;
}

/** Returns a curve through the midpoints of the points, from the first to the last point. */
function smooth(points: readonly Point[]): string {
  const at = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const between = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const bends = points.slice(1, -1).map((point, index) => {
    const next = points[index + 2];
    const end = index === points.length - 3 ? next : between(point, next);
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(points[0])}${bends.length > 0 ? bends.join('') : `L${at(points[points.length - 1])}`}`;
}
