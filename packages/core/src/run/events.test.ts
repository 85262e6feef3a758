import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent, RunListener } from '@expgraph/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Events } from './events.js';
import { RunRecord } from './run-record.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-events-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plan = {
  entries: new Map(),
  graph: { document: { resolved: {}, folder: '/' }, registry: { plugins: [] } },
} as never;

const notice = (message: string): RunEvent => ({ type: 'notice', level: 'info', message, time: 0 });

it('records the notices of listeners that close, and drops later events', async () => {
  const record = await RunRecord.create(folder, plan);
  const lines: string[] = [];
  const slow: RunListener = {
    handle: (event) => {
      if (event.type === 'notice') lines.push(event.message);
    },
    close: async () => events.emit({ type: 'notice', level: 'info', message: 'closing' }),
  };
  const events: Events = new Events(record, [slow]);
  events.emit({ type: 'notice', level: 'info', message: 'first' });
  await events.close();
  events.emit({ type: 'notice', level: 'info', message: 'late' });
  record.handle(notice('later'));
  await record.close();
  expect(lines).toEqual(['first', 'closing']);
  const journal = await readFile(join(folder, 'events.jsonl'), 'utf8');
  expect([...journal.matchAll(/"message":"(\w+)"/g)].map(([, message]) => message)).toEqual(['first', 'closing']);
});

it('closes the record also after it was removed', async () => {
  const record = await RunRecord.create(folder, plan);
  let closed = false;
  record.handle = () => {
    throw new Error('disk full');
  };
  record.close = async () => {
    closed = true;
  };
  const events = new Events(record, []);
  events.emit(notice('first'));
  await events.close();
  expect(closed).toBe(true);
});
