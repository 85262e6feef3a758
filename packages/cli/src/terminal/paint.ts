import { randomUUID } from 'node:crypto';
import type { Paint } from '@expgraph/core';
import picocolors from 'picocolors';

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

/** Whether a stream gets colors: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal. */
export function wantsColor(stream: Stream): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** Stands for the escape character of our own colors until they are written: no file name or YAML can know it. */
const MARK = `<${randomUUID()}>`;
const MARKED = new RegExp(`${MARK}\\[(\\d+)m`, 'g');

const NAMES = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan'] as const;

/** Each takes and gives text. */
export type Colors = Readonly<Record<(typeof NAMES)[number], (text: string) => string>>;

/** Colors for a stream, in text that goes through `safeText`. */
export function paint(stream: Stream): Colors {
  const colors = picocolors.createColors(wantsColor(stream));
  return Object.fromEntries(
    NAMES.map((name) => {
      const [open, close] = colors[name]('\0').replaceAll('\x1b', MARK).split('\0');
      return [name, (text: string) => open + text + close];
    }),
  ) as Colors;
}

/** Turns the marks of our own colors into those of a terminal. */
export const revealColors = (text: string): string => text.replace(MARKED, '\x1b[$1m');

/** Colors for rendered problems. */
export function problemPaint(stream: Stream): Paint {
  const { bold, red, dim } = paint(stream);
  return { code: red, place: bold, mark: red, dim };
}
