import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweep, withTemporaryFolder } from './temporary-folder.js';

let root: string;
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'expgraph-temporary-')), 'tmp');
});
afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

it('removes its folder, also if the work fails, and is not swept meanwhile', async () => {
  await withTemporaryFolder(root, async (folder) => {
    await writeFile(join(folder, 'x'), '');
    await sweep(root);
    expect(await readdir(folder)).toEqual(['x']);
  });
  const failing = withTemporaryFolder(root, async () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  expect(await readdir(root)).toEqual([]);
});

it('sweeps leftovers of killed processes, but not folders in use', async () => {
  const program = `
    import extensions from 'fs-native-extensions';
    import { mkdirSync, openSync } from 'node:fs';
    const root = ${JSON.stringify(root)};
    mkdirSync(root + '/used', { recursive: true });
    extensions.tryLock(openSync(root + '/used.lock', 'a+'));
    process.send('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  // Names of an earlier version, of a running process.
  await mkdir(join(root, `${process.pid}-old`));
  await sweep(root);
  expect((await readdir(root)).sort()).toEqual(['used', 'used.lock']);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await sweep(root);
  expect(await readdir(root)).toEqual([]);
});
