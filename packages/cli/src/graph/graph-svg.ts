import type { Drawing } from './drawing.js';
import { layers } from './layers.js';

const BOX_HEIGHT = 46;
const GAP_X = 36;
const GAP_Y = 54;
const MARGIN = 16;
const LETTER = 7.6;

/** Families of nodes have a colour each; the rest share one. */
const FAMILIES: readonly [RegExp, string][] = [
  [/^(load|split|augment|write)/, '#2f6f9f'],
  [/^(backbone|head|model|rnn)/, '#7a4fa3'],
  [/^(freeze|unfreeze)/, '#4d7d86'],
  [/^train/, '#b3541e'],
  [/^(evaluate|predict|export)/, '#3c7a3c'],
];

export const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A graph as an SVG picture that needs nothing beside it. */
export function graphSvg(drawing: Drawing): string {
  const types = new Map(drawing.nodes.map(({ id, type }) => [id, type]));
  const widthOf = (id: string) => Math.max(90, Math.max(id.length, (types.get(id) ?? '').length) * LETTER + 24);
  const rows = layers(drawing);
  const rowWidth = (row: readonly string[]) => row.reduce((sum, id) => sum + widthOf(id) + GAP_X, -GAP_X);
  const width = Math.max(...rows.map(rowWidth)) + 2 * MARGIN;
  const height = rows.length * (BOX_HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN;
  const boxes = new Map<string, Box>();
  for (const [index, row] of rows.entries()) {
    let x = (width - rowWidth(row)) / 2;
    for (const id of row) {
      boxes.set(id, { x, y: MARGIN + index * (BOX_HEIGHT + GAP_Y), width: widthOf(id) });
      x += widthOf(id) + GAP_X;
    }
  }
  const parts = [
    ...drawing.edges.map((edge) => arrow(edge, boxes)),
    ...drawing.nodes.map(({ id, type }) => box(id, type, boxes.get(id) as Box)),
  ];
  const title = `<title>${drawing.nodes.length} nodes, ${drawing.edges.length} edges</title>`;
  const head = `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#888"/></marker></defs>`;
  const size = `viewBox="0 0 ${Math.ceil(width)} ${height}" width="${Math.ceil(width)}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="system-ui, sans-serif">${title}${head}\n${parts.join('\n')}\n</svg>\n`;
}

function box(id: string, type: string, { x, y, width }: Box): string {
  const colour = FAMILIES.find(([pattern]) => pattern.test(type))?.[1] ?? '#5a5a5a';
  const middle = x + width / 2;
  return [
    `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BOX_HEIGHT}" rx="7" fill="${colour}"/>`,
    `<text x="${middle.toFixed(1)}" y="${y + 20}" text-anchor="middle" font-size="13.5" font-weight="600" fill="#fff">${escapeXml(id)}</text>`,
    `<text x="${middle.toFixed(1)}" y="${y + 36}" text-anchor="middle" font-size="11" fill="#fff">${escapeXml(type)}</text>`,
  ].join('');
}

function arrow({ from, to, label }: Drawing['edges'][number], boxes: ReadonlyMap<string, Box>): string {
  const [source, target] = [boxes.get(from) as Box, boxes.get(to) as Box];
  const [x1, y1] = [source.x + source.width / 2, source.y + BOX_HEIGHT];
  const [x2, y2] = [target.x + target.width / 2, target.y - 1];
  const bend = (y2 - y1) / 2;
  const path = `M${x1.toFixed(1)} ${y1}C${x1.toFixed(1)} ${(y1 + bend).toFixed(1)} ${x2.toFixed(1)} ${(y2 - bend).toFixed(1)} ${x2.toFixed(1)} ${y2}`;
  // Beside the tip, where edges of one node have parted.
  const [labelX, labelY] = [x2 + (x1 - x2) * 0.12 + 5, y2 - 12];
  return [
    `<path d="${path}" fill="none" stroke="#888" stroke-width="1.4" marker-end="url(#tip)"/>`,
    `<text x="${labelX.toFixed(1)}" y="${labelY.toFixed(1)}" font-size="10.5" fill="#888">${escapeXml(label)}</text>`,
  ].join('');
}
