import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheFolder, fileSystemError, makeFolder, naming } from '@expgraph/data/files';
import { digestOfFile } from './checksum.js';
import { fileName } from './file-name.js';
import { downloadFailed, otherLength, unverified, wrongChecksum, wrongRange } from './messages.js';
import { mirrored } from './mirror.js';
import type { ResolveOptions, SourceProgress } from './resolve-options.js';
import type { Source } from './source.js';
import { addToCache, cachedFolder } from './source-cache.js';
import { isArchive, unpack } from './unpack.js';

type HttpsSource = Extract<Source, { kind: 'https' }>;

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 300;
const STALL_MS = 30_000;

/**
 * Downloads a URL into the cache. An interrupted download resumes, in this run or the next. The caller holds the lock of the source,
 * so that no other process writes the partial file.
 */
export async function fetchHttps(source: HttpsSource, { progress, signal, notice }: ResolveOptions): Promise<void> {
  const part = join(cacheFolder(), 'sources', 'parts', basename(cachedFolder(source)));
  await makeFolder(dirname(part));
  const resumed = (await readPart(part)) !== undefined;
  progress?.start(`downloading ${fileName(source.url)}`);
  try {
    await download(mirrored(source.url), part, progress, signal);
    // A partial file of an earlier process may be damaged: if the complete file has the wrong checksum, start again.
    if (resumed && !(await isExpected(source, part))) {
      await removePart(part);
      await download(mirrored(source.url), part, progress, signal);
    }
  } finally {
    progress?.end();
  }
  await check(source, part);
  const sha256 = await digestOfFile(part, 'sha256');
  await addToCache(source, async (folder) => {
    const name = fileName(source.url);
    await rm(`${part}.etag`, { force: true });
    if (isArchive(name)) {
      await rename(part, join(folder, name));
      await unpack(join(folder, name), join(folder, 'content'), { signal, notice });
      await rm(join(folder, name));
    } else await rename(part, join(folder, 'content', name));
    return { source: source.url, sha256, fetched: new Date().toISOString() };
  });
  if (!source.checksum) notice?.(unverified(source.url, sha256));
}

async function removePart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}

const isExpected = async ({ checksum }: HttpsSource, part: string) =>
  !checksum || (await digestOfFile(part, checksum.algorithm)) === checksum.hex;

async function check({ url, checksum }: HttpsSource, part: string): Promise<void> {
  if (!checksum) return;
  const found = await digestOfFile(part, checksum.algorithm);
  if (found === checksum.hex) return;
  await removePart(part);
  throw wrongChecksum(url, found, checksum);
}

async function download(url: string, part: string, progress?: SourceProgress, signal?: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await downloadOnce(url, part, progress, signal);
      return;
    } catch (error) {
      if (signal?.aborted) throw error;
      const noFile = fileSystemError(error);
      if (noFile) throw noFile;
      const refused = error instanceof HttpStatusError && error.status < 500 && error.status !== 429;
      if (refused || attempt >= ATTEMPTS) throw downloadFailed(url, error);
      const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
      await delay(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
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
  const begun = await readPart(part);
  const stalled = new AbortController();
  const signals = AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]);
  const watch = () => setTimeout(() => stalled.abort(new Error(`no data for ${STALL_MS / 1000} s`)), STALL_MS);
  let timer = watch();
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (begun) Object.assign(headers, { range: `bytes=${begun.size}-`, 'if-range': begun.etag });
    const response = await fetch(url, { headers, signal: signals });
    const expected = await expectedLength(response, part, begun);
    if (!response.body) throw new Error('the response has no body');
    const target = await naming(part, () => open(part, begun && response.status === 206 ? 'a' : 'w'));
    try {
      let received = response.status === 206 && begun ? begun.size : 0;
      if (received > 0) progress?.advance(received);
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = watch();
        received += chunk.length;
        await naming(part, () => target.writeFile(chunk));
        progress?.advance(chunk.length);
      }
      if (expected !== undefined && received < expected) throw new Error('the connection was closed');
      if (expected !== undefined && received > expected) {
        await removePart(part);
        throw otherLength(received, expected);
      }
      await naming(part, () => target.sync());
    } finally {
      await target.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

interface Part {
  readonly size: number;
  readonly etag: string;
}

/** Returns the partial file of an earlier download if it can be resumed: that needs an ETag, to detect a changed file. */
async function readPart(part: string): Promise<Part | undefined> {
  const size = (await stat(part).catch(() => undefined))?.size ?? 0;
  const etag = await readFile(`${part}.etag`, 'utf8').catch(() => '');
  return size > 0 && etag !== '' ? { size, etag } : undefined;
}

/**
 * Checks a response against its request, and prepares the partial file for a download from the first byte.
 * Returns the length of the whole file; undefined if the server does not send it.
 */
async function expectedLength(response: Response, part: string, begun: Part | undefined): Promise<number | undefined> {
  if (response.status === 416 && begun) {
    await removePart(part);
    throw new HttpStatusError(503, 'the file has changed on the server');
  }
  if (!response.ok) throw new HttpStatusError(response.status, response.statusText);
  if (response.status === 206) return rangeLength(response, part, begun);
  // Remove the partial file before its ETag changes: a kill in between must not leave an old part with a new ETag.
  await removePart(part);
  const etag = response.headers.get('etag') ?? '';
  // A weak ETag does not guarantee the same bytes.
  if (etag !== '' && !etag.startsWith('W/')) await naming(part, () => writeFile(`${part}.etag`, etag));
  const length = response.headers.get('content-length');
  // fetch decodes the body, but Content-Length is that of the encoded body.
  return length === null || response.headers.has('content-encoding') ? undefined : Number(length);
}

async function rangeLength(response: Response, part: string, begun: Part | undefined): Promise<number | undefined> {
  const range = response.headers.get('content-range') ?? '';
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range) ?? [];
  const isRest = total === '*' || Number(end) + 1 === Number(total);
  if (!begun || Number(start) !== begun.size || !isRest) {
    await removePart(part);
    throw wrongRange(range, begun ? `bytes ${begun.size}- to the end` : 'the whole file');
  }
  return Number(end) + 1;
}
