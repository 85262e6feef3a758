import { escapeXml } from '../../graph/graph-svg.js';

/** Returns a self-contained SVG. Its lines and letters have the color of the surrounding page. */
export function svg(title: string, [width, height]: readonly [number, number], parts: readonly string[]): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const size = `viewBox="0 0 ${w} ${h}" width="${w}" height="${h}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="system-ui, sans-serif" color="#333"><title>${escapeXml(title)}</title>${parts.join('')}</svg>\n`;
}

interface TextOptions {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Rotation in degrees. */
  readonly turn?: number;
}

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { size = 11, anchor = 'start', bold = false, turn = 0 } = options;
  const place = turn
    ? `transform="translate(${round(x)} ${round(y)}) rotate(${turn})"`
    : `x="${round(x)}" y="${round(y)}"`;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text ${place} text-anchor="${anchor}" font-size="${size}"${weight} fill="currentColor">${escapeXml(content)}</text>`;
}

export const heading = (x: number, title: string): string => text(x, 18, title, { size: 12.5, bold: true });

/** Rounds to a tenth of a pixel. */
export const round = (value: number): number => Number(value.toFixed(1));

/** Formats a number for an axis or a tooltip. */
export const numberLabel = (value: number, digits = 6): string => String(Number(value.toPrecision(digits)));
