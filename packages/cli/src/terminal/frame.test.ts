import type { RunEvent, RunEventPayload } from '@expgraph/sdk';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { bar, frame } from './frame.js';
import { RunState } from './run-state.js';

const node = (id: string, type: string) =>
  ({ id, type, action: 'run', reason: 'never ran', fingerprint: id, dependsOn: [] }) as const;
const run = { id: 'r', experiment: 'e', file: 'e.yaml', folder: 'f', seed: 0, params: {} };

function stateAfter(...events: RunEventPayload[]): RunState {
  const state = new RunState();
  const nodes = ['photos', 'transfer', 'finetune', 'test'].map((id) => node(id, 'load/images'));
  for (const event of [{ type: 'run-started', run, nodes } as const, ...events])
    state.apply({ ...event, time: 1000 } as RunEvent);
  return state;
}

const options = { columns: 120, now: 4000, colors: picocolors.createColors(false), unicode: true };
const EVENTS: RunEventPayload[] = [
  { type: 'node-cached', node: 'photos' },
  { type: 'node-started', node: 'transfer' },
  { type: 'metrics', node: 'transfer', step: 0, metrics: { loss: 1.5, accuracy: 0.5 } },
  { type: 'node-finished', node: 'transfer', milliseconds: 61_000 },
  { type: 'node-started', node: 'finetune' },
  {
    ...{ type: 'progress', node: 'finetune', label: 'epoch 3/8', done: 160, total: 320, unit: 'images', perSecond: 80 },
    values: { loss: 0.25 },
  },
];

describe('frame', () => {
  it('shows a line for each node: state, progress and remaining time', () => {
    expect(frame(stateAfter(...EVENTS), options)).toEqual([
      '≡ photos    cached',
      '✔ transfer  1 min 01 s  loss 1.5000  accuracy 0.5000',
      '⠋ finetune  epoch 3/8  ━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄  160/320 images  80 images/s  2.0 s left  loss 0.2500',
      '· test      load/images',
    ]);
  });

  it('shows for how much of the time a training is input-bound', () => {
    const progress = { ...EVENTS[5], waiting: 0.344 } as RunEventPayload;
    expect(frame(stateAfter(...EVENTS.slice(0, 5), progress), options)[2]).toMatch(
      / {2}loss 0\.2500 {2}input-bound 34 %$/,
    );
    const little = { ...EVENTS[5], waiting: 0.004 } as RunEventPayload;
    expect(frame(stateAfter(...EVENTS.slice(0, 5), little), options)[2]).toMatch(/ {2}loss 0\.2500$/);
  });

  it('shows skipped nodes, and why', () => {
    const error = { code: 'C', message: 'm', rendered: 'r' };
    const state = stateAfter(
      { type: 'node-failed', node: 'transfer', error },
      { type: 'node-skipped', node: 'finetune', because: 'transfer' },
    );
    expect(frame(state, options).slice(1, 3)).toEqual(['✖ transfer  failed', '↷ finetune  skipped: transfer failed']);
  });

  it('uses ASCII if needed, and fits the width of the terminal', () => {
    const lines = frame(stateAfter(...EVENTS), { ...options, columns: 40, unicode: false });
    expect(lines[2]).toBe('| finetune  epoch 3/8  [##########....~');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches ASCII
    for (const line of lines) expect(line).toMatch(/^[\x00-\x7f]{1,39}$/);
  });
});

describe('bar', () => {
  it.each([
    [0, '┄'.repeat(20)],
    [1, '━'.repeat(20)],
    [1.7, '━'.repeat(20)],
    [-1, '┄'.repeat(20)],
  ])('of %f is within its limits', (share, expected) => {
    expect(bar(share, true)).toBe(expected);
  });
});
