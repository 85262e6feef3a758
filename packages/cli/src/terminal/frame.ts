import { printableLine } from '@expgraph/core';
import stringWidth from 'string-width';
import { amount, duration, metricList, speed } from './format.js';
import type { Colors } from './paint.js';
import type { NodeView, RunState } from './run-state.js';

export interface FrameOptions {
  readonly columns: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly colours: Colors;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}

const BAR_WIDTH = 20;

/** The live picture of a run: a line a node, no line wider than the terminal. */
export function frame(state: RunState, options: FrameOptions): string[] {
  const nodes = [...state.nodes.values()];
  const width = Math.max(4, ...nodes.map((node) => node.id.length));
  return nodes.map((node) => line(node, width, options));
}

function line(node: NodeView, width: number, options: FrameOptions): string {
  const { colours, columns } = options;
  const plain = printableLine(`${glyph(node, options)} ${node.id.padEnd(width)}  ${details(node, options)}`);
  const text = cut(plain, columns - 1, options.unicode);
  const colour = {
    waiting: colours.dim,
    running: colours.cyan,
    finished: colours.green,
    cached: colours.green,
    failed: colours.red,
    skipped: colours.yellow,
  }[node.state];
  // Only the mark and the name have the colour of the state: numbers are for reading.
  const coloured = width + 2;
  return (
    colour(text.slice(0, coloured)) +
    (node.state === 'waiting' ? colours.dim(text.slice(coloured)) : text.slice(coloured))
  );
}

function glyph(node: NodeView, { unicode, now }: FrameOptions): string {
  if (node.state === 'running') {
    const spinner = unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' : '|/-\\';
    return spinner[Math.floor(now / 100) % spinner.length];
  }
  const marks = unicode
    ? { waiting: '·', finished: '✔', cached: '≡', failed: '✖', skipped: '↷' }
    : { waiting: '.', finished: '+', cached: '=', failed: 'x', skipped: '-' };
  return marks[node.state];
}

function details(node: NodeView, options: FrameOptions): string {
  const { now } = options;
  if (node.state === 'cached') return node.metrics ? `cached  ${metricList(node.metrics)}` : 'cached';
  if (node.state === 'finished')
    return [duration(node.milliseconds ?? 0), node.metrics && metricList(node.metrics)].filter(Boolean).join('  ');
  if (node.state === 'skipped')
    return `not run: ${node.because === 'interrupted' ? 'interrupted' : `${node.because} failed`}`;
  if (node.state === 'failed') return 'failed';
  if (node.state === 'waiting') return node.type;
  return node.progress ? progress(node.progress, options) : duration(now - (node.startedAt ?? now));
}

function progress(event: NonNullable<NodeView['progress']>, { unicode }: FrameOptions): string {
  const { label, done, total, unit, perSecond, values, waiting } = event;
  const parts = [label];
  if (total) parts.push(bar(done / total, unicode));
  if (done > 0 || total) parts.push(amount(done, total, unit));
  if (perSecond) parts.push(speed(perSecond, unit));
  if (perSecond && total && total > done) parts.push(`${duration(((total - done) / perSecond) * 1000)} left`);
  if (values) parts.push(metricList(values));
  // Less is nothing that can be gained.
  if (waiting !== undefined && waiting >= 0.01) parts.push(`waits for input ${Math.round(waiting * 100)} %`);
  return parts.join('  ');
}

/** A bar of fixed width; a share outside 0..1 is taken to its limit. */
export function bar(share: number, unicode: boolean): string {
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * BAR_WIDTH);
  return unicode
    ? '━'.repeat(filled) + '┄'.repeat(BAR_WIDTH - filled)
    : `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}

/** The text, or its beginning that fits into `width` columns. */
function cut(text: string, width: number, unicode: boolean): string {
  if (stringWidth(text) <= width) return text;
  let [kept, columns] = ['', 1];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    columns += stringWidth(segment);
    if (columns > width) break;
    kept += segment;
  }
  return `${kept}${unicode ? '…' : '~'}`;
}
