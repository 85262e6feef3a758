import { escapeXml } from '../graph/graph-svg.js';

const CELL = 44;
const LETTER = 7.2;

/** Renders a confusion matrix as SVG: rows are true classes, columns predicted classes. */
export function confusionSvg(matrix: readonly (readonly number[])[], classes: readonly string[]): string {
  const side = Math.max(60, Math.max(...classes.map((name) => name.length)) * LETTER + 14);
  const size = CELL * classes.length;
  const [width, height] = [side + size + 10, side + size + 10];
  const parts: string[] = [];
  for (const [row, counts] of matrix.entries()) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const y = side + row * CELL;
    parts.push(
      `<text x="${side - 8}" y="${y + CELL / 2 + 4}" text-anchor="end" font-size="12" fill="currentColor">${escapeXml(classes[row])}</text>`,
    );
    for (const [column, count] of counts.entries())
      parts.push(
        cell(side + column * CELL, y, count, total, row === column, `${classes[row]} taken for ${classes[column]}`),
      );
  }
  for (const [column, name] of classes.entries()) {
    const [x, y] = [side + column * CELL + CELL / 2 + 4, side - 8];
    parts.push(
      `<text transform="translate(${x} ${y}) rotate(-90)" font-size="12" fill="currentColor">${escapeXml(name)}</text>`,
    );
  }
  const dimensions = `viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" width="${width.toFixed(0)}" height="${height.toFixed(0)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${dimensions} role="img" font-family="system-ui, sans-serif" color="#333"><title>Confusion matrix: rows are the true classes, columns the predicted ones</title>\n${parts.join('\n')}\n</svg>\n`;
}

function cell(x: number, y: number, count: number, total: number, right: boolean, title: string): string {
  const share = total === 0 ? 0 : count / total;
  const fill = right ? '47,111,159' : '179,84,30';
  const text = share > 0.55 ? '#fff' : 'currentColor';
  const label =
    count === 0
      ? ''
      : `<text x="${x + CELL / 2}" y="${y + CELL / 2 + 4}" text-anchor="middle" font-size="12.5" fill="${text}">${count}</text>`;
  return `<g><title>${escapeXml(title)}: ${count} of ${total}</title><rect x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="3" fill="rgba(${fill},${(0.06 + 0.94 * share).toFixed(3)})"/>${label}</g>`;
}
