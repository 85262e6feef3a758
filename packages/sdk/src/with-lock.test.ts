import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withLock } from './with-lock.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('lets one in at a time, also after one that has failed', async () => {
  const path = join(folder, 'one');
  const done: string[] = [];
  const work = (name: string) =>
    withLock(path, undefined, async () => {
      done.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      done.push(`${name} ends`);
      if (name === 'first') throw new Error('failed');
    });
  const first = work('first');
  const second = work('second');
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(existsSync(path)).toBe(false);
});

it('does not wait for a process that is gone', async () => {
  const path = join(folder, 'gone');
  await writeFile(path, execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim());
  expect(await withLock(path, undefined, async () => 'done')).toBe('done');
});

it('ends its waiting when it is told to', async () => {
  const path = join(folder, 'told');
  await withLock(path, undefined, async () => {
    const told = withLock(path, AbortSignal.timeout(20), async () => undefined);
    await expect(told).rejects.toThrow();
  });
});
