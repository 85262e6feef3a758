import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { plainFormats } from '../test/image-formats.js';
import { exampleFile, floats, temporaryFolder, text } from '../test/record-files.js';
import { InspectTfrecord } from './inspect-tfrecord.js';
import { LoadTfrecord } from './load-tfrecord.js';

/** Writes a file of two records. */
async function shard(path: string, label = 'a'): Promise<string> {
  await exampleFile(
    [0, 1].map((index) => ({ x: floats(index), kind: text(label) })),
    { path },
  );
  return path;
}

async function load(source: string, config: { files?: string; classes?: string[] } = {}) {
  const all = { source, input: ['x'], label: 'kind', ...config };
  const { outputs, logger } = await runNode(LoadTfrecord, { inputs: {}, config: all, plugins: [plainFormats] });
  const { data } = outputs;
  const names = Array.from({ length: data.size }, (_, index) => data.name(index).split(':')[0]);
  return { names: [...new Set(names)], classes: data.classes, lines: logger.lines };
}

describe('load/tfrecord, of a folder', () => {
  it('finds files by their content, and logs what it skipped', async () => {
    const folder = await temporaryFolder();
    await shard(join(folder, 'a.TFRecord-0-of-2'));
    await rename(await shard(join(folder, 'b.tfrecord')), join(folder, 'train-00000-of-00001'));
    await writeFile(join(folder, 'c.tfrecord.gz'), gzipSync(await readFile(await shard(join(folder, 'd.tfrec')))));
    await writeFile(join(folder, 'd.tfrec.md5'), '0123456789abcdef0123456789abcdef  d.tfrec');
    await writeFile(join(folder, 'dataset_info.json'), '{ "name": "flowers" }');
    await writeFile(join(folder, '.c.tfrecord'), 'no');
    const { names, lines } = await load(folder);
    expect(names).toEqual(['a.TFRecord-0-of-2', 'c.tfrecord.gz', 'd.tfrec', 'train-00000-of-00001']);
    expect(lines).toEqual(['8 records in 4 files; skipped 3 files: .json 1, .md5 1, hidden 1.']);
    const some = await load(folder, { files: 'd*' });
    expect(some.names).toEqual(['d.tfrec']);
    expect(some.lines).toEqual(['2 records in 1 file; skipped 6 files: not in files 3, .json 1, .md5 1, hidden 1.']);
  });

  it('follows links', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'cache'));
    await mkdir(join(folder, 'data'));
    await shard(join(folder, 'cache/ab12'));
    await symlink('../cache/ab12', join(folder, 'data/a.tfrecord'));
    await symlink('../cache/cd34', join(folder, 'data/b.tfrecord'));
    await symlink('.', join(folder, 'data/self'));
    const { names, lines } = await load(join(folder, 'data'));
    expect(names).toEqual(['a.tfrecord']);
    expect(lines).toEqual(['2 records in 1 file; skipped 1 file: dangling link 1; skipped 1 folder: link loop 1.']);
  });

  it('compares labels in NFC', async () => {
    const folder = await temporaryFolder();
    const [nfc, nfd] = ['사과', '사과'.normalize('NFD')];
    await shard(join(folder, 'a.tfrecord'), nfc);
    await shard(join(folder, 'b.tfrecord'), nfd);
    expect((await load(folder)).classes).toEqual([nfc]);
    expect((await load(folder, { classes: ['배', nfd] })).classes).toEqual(['배', nfc]);
  });

  it('is logged by inspect/tfrecord too', async () => {
    const folder = await temporaryFolder();
    await shard(join(folder, 'a'));
    await writeFile(join(folder, 'notes.txt'), 'no');
    const { logger } = await runNode(InspectTfrecord, { inputs: {}, config: { source: folder } });
    expect(logger.lines).toEqual(['1 file; skipped 1 file: .txt 1.']);
  });
});
