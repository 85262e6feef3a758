import { SHADES, seriesColor, shadeColor } from './colors.js';
import { numberLabel, text } from './svg.js';
import { textWidth } from './text-width.js';

const ROW = 16;

/** Draws the names of series with their colors, in rows; nothing for a single series, which the title names. */
export function legend(names: readonly string[], { left, top, width }: Place): { height: number; parts: string[] } {
  if (names.length < 2) return { height: 0, parts: [] };
  let [x, row] = [0, 0];
  const parts = names.map((name, index) => {
    const taken = 19 + textWidth(name) * 6.2 + 16;
    if (x > 0 && x + taken > width) [x, row] = [0, row + 1];
    const place = { x: left + x, y: top + row * ROW };
    x += taken;
    return `<rect x="${place.x.toFixed(1)}" y="${place.y + 5}" width="14" height="4" fill="${seriesColor(index)}"/>${text(place.x + 19, place.y + 11, name)}`;
  });
  return { height: (row + 1) * ROW + 4, parts };
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

export const SCALE_HEIGHT = 22;

/** Draws the color scale of a heat map. */
export function shadeScale(limit: number, label: string | undefined, { left, top }: Omit<Place, 'width'>): string {
  const shades = Array.from({ length: 11 }, (_, index) => (index - 5) * (SHADES / 5));
  const start = left + 44;
  const boxes = shades.map(
    (shade, index) =>
      `<rect x="${start + index * 9}" y="${top + 4}" width="9" height="10" fill="${shadeColor(shade)}"/>`,
  );
  const end = start + shades.length * 9 + 6;
  const ends = [
    text(start - 6, top + 13, numberLabel(-limit, 3), { anchor: 'end' }),
    text(end, top + 13, `+${numberLabel(limit, 3)}${label ? `   ${label}` : ''}`),
  ];
  return [...boxes, ...ends].join('');
}

/** Returns the largest absolute value. */
export const limitOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
