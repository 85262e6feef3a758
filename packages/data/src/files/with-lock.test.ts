import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withLock } from './with-lock.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a process that holds a lock until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const program = `
    import extensions from 'fs-native-extensions';
    import { openSync } from 'node:fs';
    if (extensions.tryLock(openSync(${JSON.stringify(path)}, 'a+'))) process.send('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  expect(await once(child, 'message')).toEqual(['locked', undefined]);
  return child;
}

it('runs one at a time, also after a failure, and leaves no file', async () => {
  const path = join(folder, 'one');
  const done: string[] = [];
  let inside = 0;
  const work = (name: string) =>
    withLock(path, {}, async () => {
      inside += 1;
      expect(inside).toBe(1);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      inside -= 1;
      done.push(name);
      if (name === 'first') throw new Error('failed');
    });
  const all = await Promise.allSettled(['first', 'second', 'third', 'fourth'].map(work));
  expect(all.filter(({ status }) => status === 'rejected')).toEqual([
    { status: 'rejected', reason: new Error('failed') },
  ]);
  expect(done.sort()).toEqual(['first', 'fourth', 'second', 'third']);
  expect(existsSync(path)).toBe(false);
});

it.each([
  ['empty', ''],
  ['of a process that runs', String(process.pid)],
  ['of no process', '999999999'],
])('does not wait for a file that is %s and not locked', async (name, content) => {
  const path = join(folder, name);
  await writeFile(path, content);
  expect(await withLock(path, {}, async () => 'done')).toBe('done');
});

it('waits for a process, reports its id, and continues when it is killed', async () => {
  const path = join(folder, 'killed');
  const child = await holder(path);
  await writeFile(path, String(child.pid));
  const owners: (number | undefined)[] = [];
  let waited = false;
  const waiting = (owner?: number) => {
    owners.push(owner);
    waited = true;
    child.kill('SIGKILL');
  };
  expect(await withLock(path, { waiting }, async () => waited)).toBe(true);
  expect(owners).toEqual([child.pid]);
});

it('runs one of many waiters at a time after the owner was killed', async () => {
  const path = join(folder, 'dead');
  const child = await holder(path);
  let inside = 0;
  const most: number[] = [];
  const waiters = Array.from({ length: 10 }, () =>
    withLock(path, {}, async () => {
      inside += 1;
      most.push(inside);
      await new Promise(setImmediate);
      inside -= 1;
    }),
  );
  child.kill('SIGKILL');
  await Promise.all(waiters);
  expect(most).toEqual(Array(10).fill(1));
});

it('excludes other processes: 8 that count in one file lose no step', async () => {
  const path = join(folder, 'count');
  await writeFile(path, '0');
  const lock = join(import.meta.dirname, '..', '..', 'dist', 'files', 'with-lock.js');
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs';
    const { withLock } = await import(${JSON.stringify(lock)});
    const path = ${JSON.stringify(path)};
    for (let step = 0; step < 25; step += 1)
      await withLock(path + '.lock', {}, async () => writeFileSync(path, String(Number(readFileSync(path, 'utf8')) + 1)));`;
  const children = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual(Array(8).fill(0));
  expect(await readFile(path, 'utf8')).toBe('200');
});

it('stops waiting when it is aborted', async () => {
  const path = join(folder, 'told');
  const controller = new AbortController();
  await withLock(path, {}, async () => {
    const told = withLock(path, { signal: controller.signal }, async () => 'entered');
    controller.abort(new Error('interrupted'));
    await expect(told).rejects.toThrow('interrupted');
  });
});
