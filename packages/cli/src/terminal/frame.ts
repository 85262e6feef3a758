import { printableLine } from '@expgraph/core';
import stringWidth from 'string-width';
import { amount, duration, metricList, speed } from './format.js';
import type { Colors } from './paint.js';
import type { NodeView, RunState } from './run-state.js';

export interface FrameOptions {
  readonly columns: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly colors: Colors;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}

const BAR_WIDTH = 20;

/** Renders a running experiment: one line per node, truncated to the width of the terminal. */
export function frame(state: RunState, options: FrameOptions): string[] {
  const nodes = [...state.nodes.values()];
  const width = Math.max(4, ...nodes.map((node) => node.id.length));
  return nodes.map((node) => line(node, width, options));
}

function line(node: NodeView, width: number, options: FrameOptions): string {
  const { colors, columns } = options;
  const plain = printableLine(`${glyph(node, options)} ${node.id.padEnd(width)}  ${details(node, options)}`);
  const text = cut(plain, columns - 1, options.unicode);
  const color = {
    waiting: colors.dim,
    running: colors.cyan,
    finished: colors.green,
    cached: colors.green,
    failed: colors.red,
    skipped: colors.yellow,
  }[node.state];
  // Color only the mark and the name, so that numbers stay readable.
  const colored = width + 2;
  return (
    color(text.slice(0, colored)) + (node.state === 'waiting' ? colors.dim(text.slice(colored)) : text.slice(colored))
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
    return `skipped: ${node.because === 'interrupted' ? 'interrupted' : `${node.because} failed`}`;
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
  // Below one percent, faster input would gain nothing.
  if (waiting !== undefined && waiting >= 0.01) parts.push(`input-bound ${Math.round(waiting * 100)} %`);
  return parts.join('  ');
}

/** Renders a bar of fixed width; a fraction outside 0..1 is clipped. */
export function bar(fraction: number, unicode: boolean): string {
  const filled = Math.round(Math.min(Math.max(fraction, 0), 1) * BAR_WIDTH);
  return unicode
    ? '━'.repeat(filled) + '┄'.repeat(BAR_WIDTH - filled)
    : `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}

/** Truncates a text to `width` columns. */
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
