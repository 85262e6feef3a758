import type { TextPicture } from '@expgraph/sdk';
import { escapeXml } from '../../graph/graph-svg.js';
import { SHADES, shadeColor, shadeOf } from './colors.js';
import { limitOf, SCALE_HEIGHT, shadeScale } from './legend.js';
import { heading, numberLabel, round, svg, text } from './svg.js';
import { textWidth } from './text-width.js';

const WIDTH = 860;
const LEFT = 14;
const LINE = 24;
/** Width of a letter of a monospaced font. */
const LETTER = 7.9;

/** Draws texts as SVG: one box per token, in lines as wide as the page. All texts share one color scale. */
export function drawTexts(title: string, { label, texts }: TextPicture): string {
  const limit = limitOf(texts.flatMap(({ values }) => values));
  const parts = [heading(LEFT, title)];
  let y = 36;
  for (const { title: name, tokens, values } of texts) {
    parts.push(text(LEFT, y + 10, name, { size: 12, bold: true }));
    y += 18;
    let x = LEFT;
    for (const [index, token] of tokens.entries()) {
      const width = textWidth(token) * LETTER + 8;
      if (x > LEFT && x + width > WIDTH - LEFT) [x, y] = [LEFT, y + LINE];
      parts.push(box(token, values[index], limit, { x, y, width }));
      x += width + 3;
    }
    y += LINE + 10;
  }
  parts.push(shadeScale(limit, label, { left: LEFT, top: y - 4 }));
  return svg(title, [WIDTH, y + SCALE_HEIGHT], parts);
}

function box(
  token: string,
  value: number | null,
  limit: number,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): string {
  const shade = value === null ? 0 : shadeOf(value, limit);
  const ink = Math.abs(shade) > 0.55 * SHADES ? '#fff' : 'currentColor';
  const tip = value === null ? token : `${token}: ${numberLabel(value, 4)}`;
  // The font depends on the viewer: stretch the letters to fill the box.
  const fit = `textLength="${round(width - 8)}" lengthAdjust="spacingAndGlyphs"`;
  return `<g><title>${escapeXml(tip)}</title><rect x="${round(x)}" y="${y}" width="${round(width)}" height="20" rx="3" fill="${shadeColor(shade)}"/><text x="${round(x + 4)}" y="${y + 14.5}" ${fit} font-family="ui-monospace, monospace" font-size="13" fill="${ink}">${escapeXml(token)}</text></g>`;
}
