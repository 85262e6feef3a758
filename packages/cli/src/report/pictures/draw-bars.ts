import type { BarPicture } from '@expgraph/sdk';
import { escapeXml } from '../../graph/graph-svg.js';
import { seriesColor } from './colors.js';
import { legend } from './legend.js';
import { niceTicks } from './nice-ticks.js';
import { placeLabels } from './place-labels.js';
import { heading, numberLabel, round, svg, text } from './svg.js';
import { axisGrid, HEIGHT, LEFT, RIGHT, TOP } from './y-axis.js';

/** Maximum number of bars with numbers above them; more would overlap. */
const MOST_NUMBERED = 12;

/** Draws bars from 0 as SVG: one group per name, one bar per series. */
export function drawBars(title: string, { names, y: unit, series }: BarPicture): string {
  const count = names.length * series.length;
  const width = Math.max(280, Math.min(860, LEFT + RIGHT + count * 26 + names.length * 40));
  const room = width - LEFT - RIGHT;
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const ticks = niceTicks(Math.min(0, ...all), Math.max(0, ...all));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * HEIGHT;
  const group = room / names.length;
  const bar = (group * 0.7) / series.length;
  const bars = series.map(({ name, values }, index) =>
    values.map((value, place) => {
      if (value === null) return '';
      const left = LEFT + place * group + group * 0.15 + index * bar;
      const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))];
      const number =
        count <= MOST_NUMBERED ? text(left + bar / 2, top - 4, numberLabel(value, 4), { anchor: 'middle' }) : '';
      const tip = `${names[place]}, ${name}: ${numberLabel(value, 4)}`;
      return `<rect x="${round(left)}" y="${round(top)}" width="${round(bar * 0.9)}" height="${round(bottom - top)}" fill="${seriesColor(index)}"><title>${escapeXml(tip)}</title></rect>${number}`;
    }),
  );
  const labels = placeLabels({ names }, names.length, (place) => LEFT + (place + 0.5) * group, {
    top: TOP + HEIGHT,
    spacing: group,
  });
  const below = TOP + HEIGHT + labels.height;
  const key = legend(
    series.map(({ name }) => name),
    { left: LEFT, top: below + 4, width: room },
  );
  const unitLabel = unit ? text(width - RIGHT, 18, unit, { anchor: 'end' }) : '';
  return svg(
    title,
    [width, below + 6 + key.height],
    [heading(LEFT, title), unitLabel, axisGrid(ticks, y, width), ...[...labels.parts, ...bars.flat(), ...key.parts]],
  );
}
