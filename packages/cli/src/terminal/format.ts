import { printableLine } from '@expgraph/core';
import stringWidth from 'string-width';

/** Formats a duration: `840 ms`, `12.3 s`, `3 min 05 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** Formats a number of bytes: `6.6 MB`. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Formats an amount with its unit: `48/322 images`, `12.0 MB of 274.0 MB`. */
export function amount(done: number, total: number | undefined, unit: string | undefined): string {
  if (unit === 'bytes') return total === undefined ? bytes(done) : `${bytes(done)} of ${bytes(total)}`;
  const counted = total === undefined ? `${done}` : `${done}/${total}`;
  return unit ? `${counted} ${unit}` : counted;
}

/** Formats a speed: `132 images/s`. */
export const speed = (perSecond: number, unit: string | undefined): string =>
  unit === 'bytes'
    ? `${bytes(perSecond)}/s`
    : `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} ${unit ?? ''}/s`;

/** Formats a metric with four decimals, or with three significant digits if it is small. */
export const metric = (value: number): string =>
  !Number.isFinite(value)
    ? String(value)
    : Math.abs(value) >= 1e-3 || value === 0
      ? value.toFixed(4)
      : value.toExponential(2);

/** Formats metrics: `loss 0.4321  accuracy 0.9012`. */
export const metricList = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${metric(value)}`)
    .join('  ');

/** Formats rows as aligned columns, two blanks apart; the last column is not padded. Each cell is on one line. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(printableLine));
  const widths: number[] = [];
  for (const row of cells)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
  return cells.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat(widths[index] - stringWidth(cell))))
      .join('  ')
      .trimEnd(),
  );
}
