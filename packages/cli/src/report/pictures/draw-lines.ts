import type { LinePicture, PictureSeries } from '@expgraph/sdk';
import { escapeXml } from '../../graph/graph-svg.js';
import { seriesColor } from './colors.js';
import { legend } from './legend.js';
import { niceTicks } from './nice-ticks.js';
import { placeLabels } from './place-labels.js';
import { heading, numberLabel, round, svg, text } from './svg.js';
import { axisGrid, HEIGHT, LEFT, RIGHT, TOP } from './y-axis.js';

/** Number of positions from which a picture is as wide as the page; names need more room than numbers. */
const [MANY_NAMES, MANY_PLACES] = [40, 120];
/** Maximum number of points with marks. */
const MOST_MARKED = 400;

type Scale = (value: number) => number;
interface Point {
  readonly place: number;
  readonly value: number;
}

/** Draws curves as SVG. Missing values are skipped. */
export function drawLines(title: string, { x: axis, y: unit, series }: LinePicture): string {
  const places = Math.max(1, ...series.map(({ values }) => values.length));
  const width = places > (axis?.names ? MANY_NAMES : MANY_PLACES) ? 860 : 420;
  const room = width - LEFT - RIGHT;
  const ticks = ticksOf(series);
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const x: Scale = (place) => LEFT + (places === 1 ? 0.5 : place / (places - 1)) * room;
  const y: Scale = (value) => TOP + (1 - (value - low) / (high - low)) * HEIGHT;
  const marked = places * series.length <= MOST_MARKED;
  const lines = series.map(({ name, values }, index) => {
    const points = pointsOf(values);
    const path = linePath(points.length > 2 * room ? extremes(points, x) : points, x, y, seriesColor(index));
    return marked ? path + marks(points, x, y, seriesColor(index), tooltip(name, axis)) : path;
  });
  const labels = placeLabels(axis, places, x, { top: TOP + HEIGHT, spacing: room / Math.max(1, places - 1) });
  const below = TOP + HEIGHT + labels.height;
  const name = axis?.label ? text(width - RIGHT, below + 11, axis.label, { anchor: 'end' }) : '';
  const key = legend(
    series.map((each) => each.name),
    { left: LEFT, top: below + (axis?.label ? 14 : 4), width: room },
  );
  const height = below + (axis?.label ? 18 : 6) + key.height;
  const unitLabel = unit ? text(width - RIGHT, 18, unit, { anchor: 'end' }) : '';
  return svg(
    `${title}${axis?.label ? ` by ${axis.label}` : ''}`,
    [width, height],
    [heading(LEFT, title), unitLabel, axisGrid(ticks, y, width), ...[...labels.parts, name, ...lines, ...key.parts]],
  );
}

function ticksOf(series: readonly PictureSeries[]): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of series) {
    for (const { value } of pointsOf(values)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return niceTicks(low, high);
}

const pointsOf = (values: PictureSeries['values']): Point[] =>
  values.flatMap((value, place) => (value === null ? [] : [{ place, value }]));

/** Reduces points that are closer than a pixel to the lowest and the highest of each pixel. */
function extremes(points: readonly Point[], x: Scale): Point[] {
  const kept: Point[] = [];
  let start = 0;
  for (let end = 1; end <= points.length; end += 1) {
    if (end < points.length && Math.floor(x(points[end].place)) === Math.floor(x(points[start].place))) continue;
    const pixel = points.slice(start, end).sort((a, b) => a.value - b.value);
    kept.push(...[pixel[0], pixel[pixel.length - 1]].sort((a, b) => a.place - b.place));
    start = end;
  }
  return kept;
}

function linePath(points: readonly Point[], x: Scale, y: Scale, color: string): string {
  const path = points.map(
    ({ place, value }, index) => `${index === 0 ? 'M' : 'L'}${round(x(place))} ${round(y(value))}`,
  );
  return `<path d="${path.join('')}" fill="none" stroke="${color}" stroke-width="1.8"/>`;
}

const marks = (points: readonly Point[], x: Scale, y: Scale, color: string, tip: (point: Point) => string): string =>
  points
    .map(
      (point) =>
        `<circle cx="${round(x(point.place))}" cy="${round(y(point.value))}" r="2.4" fill="${color}"><title>${escapeXml(tip(point))}</title></circle>`,
    )
    .join('');

const tooltip =
  (name: string, axis: LinePicture['x']) =>
  ({ place, value }: Point): string => {
    const where = axis?.names?.[place] ?? `${axis?.label ? `${axis.label} ` : ''}${place + 1}`;
    return `${name}, ${where}: ${numberLabel(value, 4)}`;
  };
