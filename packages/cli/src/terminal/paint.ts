import type { Paint } from '@expgraph/core';
import picocolors from 'picocolors';

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

/** Whether a stream gets colours: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal. */
export function wantsColour(stream: Stream): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** Colours for a stream; each takes and gives text. */
export const paint = (stream: Stream) => picocolors.createColors(wantsColour(stream));

/** Colours for rendered problems. */
export function problemPaint(stream: Stream): Paint {
  const { bold, red, dim } = paint(stream);
  return { code: red, place: bold, mark: red, dim };
}
