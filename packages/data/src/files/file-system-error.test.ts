import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileSystemError } from './file-system-error.js';
import { naming } from './naming.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-errors-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const LONG = 'n'.repeat(300);

it.each([
  [
    'a folder below a file',
    'NOT_A_FOLDER',
    () => mkdir(join(folder, 'file', 'x'), { recursive: true }),
    'create the folder',
  ],
  [
    'a folder in the place of a file',
    'NOT_A_FOLDER',
    () => mkdir(join(folder, 'file'), { recursive: true }),
    'create the folder',
  ],
  ['a file in the place of a folder', 'IS_A_FOLDER', () => open(folder, 'w'), 'open'],
  ['a long name', 'NAME_TOO_LONG', () => writeFile(join(folder, LONG), ''), 'open'],
  ['a missing file', 'MISSING', () => readFile(join(folder, 'missing')), 'open'],
])('explains %s with its path', async (_, code, work, action) => {
  const thrown = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  const found = fileSystemError(thrown);
  expect(found).toMatchObject({ kind: 'system', code: `EXPGRAPH_FILE_${code}`, cause: thrown });
  expect(found?.message).toMatch(`Cannot ${action} ${folder}`);
  expect(found?.notes).not.toEqual([]);
});

it.runIf(process.platform === 'linux')(
  'explains a full disk, with the path if it is known, otherwise with the free space',
  async () => {
    const full = () => writeFile('/dev/full', 'x');
    const thrown = await full().catch((error: unknown) => error);
    const unnamed = fileSystemError(thrown);
    expect(unnamed).toMatchObject({ code: 'EXPGRAPH_FILE_NO_SPACE', message: expect.stringContaining('write a file') });
    expect(unnamed?.notes[0]).toMatch(/has \d+\.\d\d GiB free/);
    const named = fileSystemError(await naming('/dev/full', full).catch((error: unknown) => error));
    expect(named?.message).toMatch('Cannot write /dev/full:');
  },
);

it.each([
  ['EACCES', 'EXPGRAPH_FILE_PERMISSION'],
  ['EPERM', 'EXPGRAPH_FILE_PERMISSION'],
  ['EROFS', 'EXPGRAPH_FILE_READ_ONLY'],
  ['EDQUOT', 'EXPGRAPH_FILE_NO_SPACE'],
  ['EMFILE', 'EXPGRAPH_FILE_TOO_MANY_OPEN'],
  ['EFBIG', 'EXPGRAPH_FILE_TOO_LARGE'],
  ['EIO', 'EXPGRAPH_FILE_FAILED'],
])('explains %s, also as the cause of another error', (code, expected) => {
  const cause = Object.assign(new Error('refused'), { code, syscall: 'open', path: '/x/y' });
  const found = fileSystemError(new Error('The node failed.', { cause }));
  expect(found).toMatchObject({ code: expected, message: expect.stringContaining('Cannot open /x/y: ') });
});

it.each([
  ['a bug', new TypeError('x is undefined')],
  ['a refused connection', Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' })],
  ['a missing program', Object.assign(new Error('spawn x ENOENT'), { code: 'ENOENT', syscall: 'spawn x', path: 'x' })],
  ['a wrong argument', Object.assign(new TypeError('wrong'), { code: 'ERR_INVALID_ARG_TYPE' })],
  ['no error', 'text'],
])('returns undefined for %s', (_, error) => {
  expect(fileSystemError(error)).toBeUndefined();
});

it('explains a working directory that was removed', () => {
  const thrown = Object.assign(new Error('ENOENT: uv_cwd'), { code: 'ENOENT', syscall: 'uv_cwd' });
  expect(fileSystemError(thrown)?.message).toBe('The working directory no longer exists.');
});
