import { numberLabel, round, text } from './svg.js';

/** Margins and height of a chart's plot, in pixels. */
export const [LEFT, RIGHT, TOP, HEIGHT] = [56, 14, 30, 174];

/** Draws a line and a number for each tick. */
export const axisGrid = (ticks: readonly number[], y: (value: number) => number, width: number): string =>
  ticks
    .map(
      (tick) =>
        `<path d="M${LEFT} ${round(y(tick))}H${width - RIGHT}" stroke="currentColor" stroke-opacity=".15"/>${text(LEFT - 6, y(tick) + 4, numberLabel(tick), { anchor: 'end' })}`,
    )
    .join('');
