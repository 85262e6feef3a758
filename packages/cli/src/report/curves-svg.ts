import { escapeXml } from '../graph/graph-svg.js';

export interface Curve {
  readonly name: string;
  /** A value an epoch; holes and what is no number are left out. */
  readonly values: readonly number[];
}

const WIDTH = 420;
const HEIGHT = 240;
const LEFT = 52;
const RIGHT = 14;
const TOP = 30;
const BOTTOM = 36;
const COLOURS = ['#2f6f9f', '#b3541e', '#3c7a3c', '#7a4fa3'];

/** Learning curves as an SVG picture: epochs to the right, counted from 1. `best` marks an epoch (zero-based). */
export function curvesSvg(title: string, curves: readonly Curve[], best?: number): string {
  const values = curves.flatMap((curve) => curve.values.filter(Number.isFinite));
  const epochs = Math.max(1, ...curves.map((curve) => curve.values.length));
  const ticks = niceTicks(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const x = (epoch: number) => LEFT + (epochs === 1 ? 0.5 : epoch / (epochs - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const grid = ticks.map(
    (tick) =>
      `<path d="M${LEFT} ${y(tick).toFixed(1)}H${WIDTH - RIGHT}" stroke="currentColor" stroke-opacity=".15"/><text x="${LEFT - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end" font-size="11" fill="currentColor">${label(tick)}</text>`,
  );
  const every = Math.ceil(epochs / 8);
  const axis = Array.from({ length: epochs }, (_, epoch) => epoch)
    .filter((epoch) => epoch % every === 0)
    .map(
      (epoch) =>
        `<text x="${x(epoch).toFixed(1)}" y="${HEIGHT - 16}" text-anchor="middle" font-size="11" fill="currentColor">${epoch + 1}</text>`,
    );
  const lines = curves.map((curve, index) => line(curve, COLOURS[index % COLOURS.length], x, y));
  const legend = curves.map(
    ({ name }, index) =>
      `<g transform="translate(${WIDTH - RIGHT - (curves.length - index) * 110} 12)"><rect width="14" height="4" y="3" fill="${COLOURS[index % COLOURS.length]}"/><text x="19" y="9" font-size="11" fill="currentColor">${escapeXml(name)}</text></g>`,
  );
  const mark =
    best === undefined
      ? ''
      : `<path d="M${x(best).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}" stroke="currentColor" stroke-dasharray="3 3" stroke-opacity=".6"><title>best epoch</title></path>`;
  const heading = `<text x="${LEFT}" y="18" font-size="12.5" font-weight="600" fill="currentColor">${escapeXml(title)}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 3}" text-anchor="end" font-size="11" fill="currentColor">epoch</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="system-ui, sans-serif" color="#333"><title>${escapeXml(title)} by epoch</title>${heading}${grid.join('')}${axis.join('')}${mark}${lines.join('')}${legend.join('')}</svg>\n`;
}

function line(
  { name, values }: Curve,
  colour: string,
  x: (epoch: number) => number,
  y: (value: number) => number,
): string {
  const points = values.map((value, epoch) => ({ value, epoch })).filter(({ value }) => Number.isFinite(value));
  const dots = points.map(
    ({ value, epoch }) =>
      `<circle cx="${x(epoch).toFixed(1)}" cy="${y(value).toFixed(1)}" r="2.4" fill="${colour}"><title>${escapeXml(name)}, epoch ${epoch + 1}: ${value.toPrecision(4)}</title></circle>`,
  );
  const path = points
    .map(({ value, epoch }, index) => `${index === 0 ? 'M' : 'L'}${x(epoch).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
}

/** Four to eight round numbers that hold a stretch between them. */
export function niceTicks(low: number, high: number): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => span / candidate <= 6) ?? power * 10;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

const label = (value: number) => String(Number(value.toPrecision(6)));
