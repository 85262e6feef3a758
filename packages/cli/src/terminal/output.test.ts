import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@expgraph/sdk';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { table } from './format.js';
import { frame } from './frame.js';
import { safeText } from './output.js';
import { paint } from './paint.js';
import { RunState } from './run-state.js';

const COLORS = { FORCE_COLOR: '1', NO_COLOR: '' };
const before: Record<string, string | undefined> = {};
beforeEach(() => {
  for (const [name, value] of Object.entries(COLORS)) {
    before[name] = process.env[name];
    process.env[name] = value;
  }
});
afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const HOSTILE = 'cat\x1b[2J\x1b]0;title\x07\x9b31m\u202edog\x1b[31m';
const WRITTEN_OUT = 'cat\\u001b[2J\\u001b]0;title\\u0007\\u009b31m\\u202edog\\u001b[31m';

describe('safeText', () => {
  it('keeps our own colors, and escapes those in a name', () => {
    const { red, bold } = paint(process.stdout);
    expect(safeText(`${red(HOSTILE)} ${bold('b')}`)).toBe(`\x1b[31m${WRITTEN_OUT}\x1b[39m \x1b[1mb\x1b[22m`);
  });

  it('has no colors if they are disabled', () => {
    process.env.NO_COLOR = '1';
    expect(safeText(paint(process.stdout).red('a'))).toBe('a');
  });
});

describe('table', () => {
  it('has one line per row and aligned columns, for any cells', () => {
    const rows = [
      ['사과', HOSTILE, 'x'],
      ['a\nb', 'c', 'x'],
    ];
    const lines = table(rows);
    expect(lines).toEqual([`사과  ${WRITTEN_OUT}  x`, `a\\nb  c${' '.repeat(WRITTEN_OUT.length - 1)}  x`]);
    expect(stringWidth(lines[0])).toBe(stringWidth(lines[1]));
  });
});

describe('frame', () => {
  it('has no line wider than the terminal, for names in any script', () => {
    const state = new RunState();
    const run = { id: 'r', experiment: 'e', file: 'e.yaml', folder: 'f', seed: 0, params: {} };
    const planned = { id: 'n', type: 't', action: 'run', reason: '', fingerprint: '', dependsOn: [] } as const;
    const events = [
      { type: 'run-started', run, nodes: [planned] },
      { type: 'node-started', node: 'n' },
      { type: 'progress', node: 'n', label: `${HOSTILE}\n${'사과'.repeat(40)}`, done: 1 },
    ] as const;
    for (const event of events) state.apply({ ...event, time: 0 } as RunEvent);
    const [line] = frame(state, { columns: 100, now: 0, colors: paint(process.stdout), unicode: true }).map(safeText);
    expect(line).toContain(WRITTEN_OUT);
    expect(line).not.toContain('\n');
    expect(stringWidth(line)).toBeLessThan(100);
  });
});

it('is used for all output', () => {
  const source = fileURLToPath(new URL('..', import.meta.url));
  const files = (readdirSync(source, { recursive: true }) as string[]).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const writing = files.filter((name) =>
    /\bstd(out|err)\.write|stream\.write|console\./.test(readFileSync(join(source, name), 'utf8')),
  );
  // The two views that update in place escape their text first.
  expect(writing.sort()).toEqual(
    ['download-line.ts', 'live-view.ts', 'output.ts'].map((name) => join('terminal', name)),
  );
});
