import { randomUUID } from 'node:crypto';
import type { Paint } from '@expgraph/core';
import picocolors from 'picocolors';

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

/** Whether a stream gets colors: by NO_COLOR and FORCE_COLOR, otherwise if it is a terminal. */
export function wantsColor(stream: Stream): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** Replaces the escape character of colors until they are written. It is random, so that no file name or YAML can contain it. */
const MARK = `<${randomUUID()}>`;
const MARKED = new RegExp(`${MARK}\\[(\\d+)m`, 'g');

const NAMES = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan'] as const;

/** Functions that color text. */
export type Colors = Readonly<Record<(typeof NAMES)[number], (text: string) => string>>;

/** Returns colors for a stream, in text that goes through `safeText`. */
export function paint(stream: Stream): Colors {
  const colors = picocolors.createColors(wantsColor(stream));
  return Object.fromEntries(
    NAMES.map((name) => {
      const [open, close] = colors[name]('\0').replaceAll('\x1b', MARK).split('\0');
      return [name, (text: string) => open + text + close];
    }),
  ) as Colors;
}

/** Replaces the placeholders of colors by terminal colors. */
export const revealColors = (text: string): string => text.replace(MARKED, '\x1b[$1m');

/** Returns colors for rendered problems. */
export function problemPaint(stream: Stream): Paint {
  const { bold, red, dim } = paint(stream);
  return { code: red, place: bold, mark: red, dim };
}
