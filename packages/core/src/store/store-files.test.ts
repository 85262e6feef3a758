import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Store } from './store.js';
import { StoreFiles } from './store-files.js';

let folder: string;
let files: StoreFiles;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-shared-'));
  files = new StoreFiles(new Store(folder));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('creates a file once for two parallel requests', async () => {
  let made = 0;
  const write = async (path: string) => {
    made += 1;
    await writeFile(path, 'content');
  };
  const paths = await Promise.all([files.make('a/b', write), files.make('a/b', write)]);
  expect(await files.make('a/b', write)).toBe(paths[0]);
  expect(paths[1]).toBe(paths[0]);
  expect(made).toBe(1);
  expect(await readFile(paths[0], 'utf8')).toBe('content');
});

it('creates a file once for several stores of the same folder', async () => {
  let made = 0;
  const write = async (path: string) => {
    made += 1;
    await writeFile(path, 'content');
  };
  await Promise.all([files, new StoreFiles(new Store(folder))].map((each) => each.make('c', write)));
  expect(made).toBe(1);
});

it('leaves no partial file after a failure, and creates it the next time', async () => {
  const fail = async (path: string) => {
    await writeFile(path, 'half');
    throw new Error('interrupted');
  };
  const both = [files.make('x', fail), files.make('x', (path) => writeFile(path, 'whole'))];
  await expect(both[0]).rejects.toThrow('interrupted');
  expect(await readFile(await both[1], 'utf8')).toBe('whole');
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
});
