import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from './files-below.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-mlflow-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('filesBelow', () => {
  it('returns a file itself, and all files of a folder, without following loops', async () => {
    await mkdir(join(folder, 'a/b'), { recursive: true });
    await writeFile(join(folder, 'a/b/x'), '');
    await writeFile(join(folder, 'a/.hidden'), '');
    await symlink('..', join(folder, 'a/b/up'));
    await symlink('b/x', join(folder, 'a/link'));
    await symlink('nowhere', join(folder, 'a/dangling'));
    const lines: string[] = [];
    const found = await filesBelow(join(folder, 'a'), (line) => lines.push(line));
    expect(found.map(({ relative }) => relative)).toEqual(['.hidden', 'b/x', 'link']);
    expect(lines).toEqual(['skipped 1 file: dangling link 1; skipped 1 folder: link loop 1']);
    expect(await filesBelow(join(folder, 'a/b/x'))).toEqual([{ path: join(folder, 'a/b/x'), relative: '' }]);
  });
});
