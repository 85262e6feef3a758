import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from '@expgraph/sdk';
import { digestOfFile } from './checksum.js';
import { downloadFailed, unverified, wrongChecksum } from './messages.js';
import { mirrored } from './mirror.js';
import type { ResolveOptions, SourceProgress } from './resolve-options.js';
import type { Source } from './source.js';
import { addToCache, cachedFolder } from './source-cache.js';
import { isArchive, unpack } from './unpack.js';

type HttpsSource = Extract<Source, { kind: 'https' }>;

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 300;
const STALL_MS = 30_000;

/** Fetches an address into the cache. A download that was cut goes on where it stopped, in this run or the next. */
export async function fetchHttps(source: HttpsSource, { progress, signal, notice }: ResolveOptions): Promise<void> {
  const part = join(cacheFolder(), 'sources', 'parts', basename(cachedFolder(source)));
  await mkdir(join(part, '..'), { recursive: true });
  progress?.start(`downloading ${fileName(source.url)}`);
  try {
    await download(mirrored(source.url), part, progress, signal);
  } finally {
    progress?.end();
  }
  await check(source, part);
  const sha256 = await digestOfFile(part, 'sha256');
  await addToCache(source, async (folder) => {
    const file = join(folder, fileName(source.url));
    await rename(part, file);
    if (isArchive(file)) {
      await unpack(file, join(folder, 'content'), { signal, notice });
      await rm(file);
    }
    return { source: source.url, sha256, fetched: new Date().toISOString() };
  });
  await rm(`${part}.etag`, { force: true });
  if (!source.checksum) notice?.(unverified(source.url, sha256));
}

async function check({ url, checksum }: HttpsSource, part: string): Promise<void> {
  if (!checksum) return;
  const found = await digestOfFile(part, checksum.algorithm);
  if (found === checksum.hex) return;
  await rm(part, { force: true });
  throw wrongChecksum(url, found, checksum);
}

/** The last part of an address's path, as a file name. */
export const fileName = (url: string) => basename(decodeURIComponent(new URL(url).pathname)) || 'download';

async function download(url: string, part: string, progress?: SourceProgress, signal?: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await downloadOnce(url, part, progress, signal);
      return;
    } catch (error) {
      if (signal?.aborted) throw error;
      const refused = error instanceof HttpStatusError && error.status < 500 && error.status !== 429;
      if (refused || attempt >= ATTEMPTS) throw downloadFailed(url, error);
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}

class HttpStatusError extends Error {
  constructor(
    readonly status: number,
    statusText: string,
  ) {
    super(`HTTP ${status} ${statusText}`.trim());
  }
}

async function downloadOnce(url: string, part: string, progress?: SourceProgress, signal?: AbortSignal): Promise<void> {
  const have = (await stat(part).catch(() => undefined))?.size ?? 0;
  const etag = await readFile(`${part}.etag`, 'utf8').catch(() => '');
  const stalled = new AbortController();
  const signals = AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]);
  const watch = () => setTimeout(() => stalled.abort(new Error(`nothing came for ${STALL_MS / 1000} s`)), STALL_MS);
  let timer = watch();
  // Without an ETag nothing tells whether the file is still the one that was begun.
  const resume = have > 0 && etag !== '';
  try {
    const headers: Record<string, string> = resume ? { range: `bytes=${have}-`, 'if-range': etag } : {};
    const response = await fetch(url, { headers, signal: signals });
    if (response.status === 416 && resume) {
      await rm(part, { force: true });
      throw new HttpStatusError(503, 'the file has changed on the server');
    }
    if (!response.ok || !response.body) throw new HttpStatusError(response.status, response.statusText);
    const append = response.status === 206;
    await writeFile(`${part}.etag`, response.headers.get('etag') ?? '');
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const target = await open(part, append ? 'a' : 'w');
    try {
      if (append) progress?.advance(have);
      let received = 0;
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = watch();
        received += chunk.length;
        await target.write(chunk);
        progress?.advance(chunk.length);
      }
      const compressed = response.headers.has('content-encoding');
      if (!compressed && Number.isFinite(length) && received < length) throw new Error('the connection was cut');
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    clearTimeout(timer);
  }
}
