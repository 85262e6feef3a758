import { expect, it } from 'vitest';
import { amount, bytes, duration, metric, table } from './format.js';

it.each([
  [7, '7 ms'],
  [999.6, '1000 ms'],
  [12_340, '12.3 s'],
  [59_999, '60.0 s'],
  [185_000, '3 min 05 s'],
  [7_260_000, '2 h 01 min'],
])('writes %f ms as %s', (milliseconds, expected) => {
  expect(duration(milliseconds)).toBe(expected);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [6_610_716, '6.6 MB'],
  [2.5e12, '2.5 TB'],
])('writes %f bytes as %s', (count, expected) => {
  expect(bytes(count)).toBe(expected);
});

it('formats an amount with its unit and total', () => {
  expect(amount(3, 10, 'images')).toBe('3/10 images');
  expect(amount(3, undefined, 'images')).toBe('3 images');
  expect(amount(12e6, 274e6, 'bytes')).toBe('12.0 MB of 274.0 MB');
});

it.each([
  [0.67241, '0.6724'],
  [0, '0.0000'],
  [0.0001, '1.00e-4'],
  [Number.NaN, 'NaN'],
])('writes the metric %f as %s', (value, expected) => {
  expect(metric(value)).toBe(expected);
});

it('aligns the columns of a table', () => {
  expect(
    table([
      ['a', 'long', 'x'],
      ['longer', 'b', ''],
    ]),
  ).toEqual(['a       long  x', 'longer  b']);
});
