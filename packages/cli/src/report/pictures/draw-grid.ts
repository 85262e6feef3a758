import type { GridPicture, PictureAxis } from '@expgraph/sdk';
import { SHADES, shadeColor, shadeOf } from './colors.js';
import { limitOf, SCALE_HEIGHT, shadeScale } from './legend.js';
import { placeLabels } from './place-labels.js';
import { heading, svg, text } from './svg.js';
import { shortened, textWidth } from './text-width.js';

const TOP = 28;
const [WIDEST, TALLEST] = [800, 420];

/** Draws a heat map as SVG. */
export function drawGrid(title: string, { rows, columns, values }: GridPicture): string {
  const [height, width] = [values.length, values[0]?.length ?? 0];
  const cell = { width: sizeOf(WIDEST, width, 26), height: sizeOf(TALLEST, height, 18) };
  const left = 14 + Math.max(38, longest(rows) * 6.2);
  const limit = limitOf(values.flat());
  const [right, bottom] = [left + width * cell.width, TOP + height * cell.height];
  const labels = placeLabels(columns, width, (place) => left + (place + 0.5) * cell.width, {
    top: bottom,
    spacing: cell.width,
  });
  const below = bottom + labels.height;
  const axes = [rows?.label && `rows: ${rows.label}`, columns?.label && `columns: ${columns.label}`].filter(Boolean);
  const about = axes.join(', ');
  const total = Math.max(right + 14, 320, left + textWidth(title) * 7.4, left + textWidth(about) * 6.4);
  const scale = below + (about ? 16 : 0);
  return svg(
    title,
    [total, scale + SCALE_HEIGHT + 4],
    [
      heading(left, title),
      ...cells(values, limit, left, cell),
      ...rowLabels(rows, height, left, cell.height),
      ...[
        ...labels.parts,
        text(left, below + 11, about),
        shadeScale(limit, undefined, { left: left - 30, top: scale }),
      ],
    ],
  );
}

/** Whole pixels avoid visible seams between cells. */
const sizeOf = (room: number, count: number, most: number) => Math.max(2, Math.min(most, Math.floor(room / count)));

const longest = (rows: PictureAxis | undefined) =>
  Math.max(0, ...(rows?.names ?? []).map((name) => textWidth(shortened(name, 24))));

/** All cells of a shade form one path, so that a large map stays a small file. */
function cells(
  values: GridPicture['values'],
  limit: number,
  left: number,
  { width, height }: { readonly width: number; readonly height: number },
): string[] {
  const paths = new Map<number, string[]>();
  for (const [row, line] of values.entries()) {
    for (const [column, value] of line.entries()) {
      const shade = value === null ? 0 : shadeOf(value, limit);
      if (shade === 0) continue;
      const path = paths.get(shade) ?? [];
      paths.set(shade, path);
      path.push(`M${Math.round(left) + column * width} ${TOP + row * height}h${width}v${height}h-${width}z`);
    }
  }
  const shades = Array.from({ length: 2 * SHADES + 1 }, (_, index) => index - SHADES);
  return shades.map((shade) => {
    const path = paths.get(shade);
    return path ? `<path d="${path.join('')}" fill="${shadeColor(shade)}"/>` : '';
  });
}

function rowLabels(rows: PictureAxis | undefined, count: number, left: number, height: number): string[] {
  const every = Math.max(1, Math.ceil(12 / height));
  const shown = Array.from({ length: count }, (_, row) => row).filter((row) => row % every === 0);
  return shown.map((row) => {
    const name = shortened(rows?.names?.[row] ?? String(row + 1), 24);
    return text(left - 6, TOP + (row + 0.5) * height + 4, name, { anchor: 'end' });
  });
}
