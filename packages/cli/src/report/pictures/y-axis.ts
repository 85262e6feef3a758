import { numberLabel, round, text } from './svg.js';

/** Where the plot of a chart lies, in pixels: its margins and its height. */
export const [LEFT, RIGHT, TOP, HEIGHT] = [56, 14, 30, 174];

/** A line and a number a tick. */
export const axisGrid = (ticks: readonly number[], y: (value: number) => number, width: number): string =>
  ticks
    .map(
      (tick) =>
        `<path d="M${LEFT} ${round(y(tick))}H${width - RIGHT}" stroke="currentColor" stroke-opacity=".15"/>${text(LEFT - 6, y(tick) + 4, numberLabel(tick), { anchor: 'end' })}`,
    )
    .join('');
