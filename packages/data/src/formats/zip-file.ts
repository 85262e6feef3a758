import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { Entry, ZipFile as Yauzl } from 'yauzl';
import type { ExpansionBudget } from './expansion-budget.js';

const inflate = promisify(inflateRaw);

const STORED = 0;
const DEFLATED = 8;

/** Maximum number of bytes to read or unpack in one piece: Node rejects 2 GiB and more. */
const PIECE = 2 ** 30;

/** The entries of a zip archive, whose sizes and checksums are verified. Errors are plain ones with a reason, except those of the budget. */
export class ZipFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly zip: Yauzl,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly budget: ExpansionBudget,
  ) {}

  /** Opens an archive, passes it to `use`, and closes it. */
  static async with<Result>(
    path: string,
    budget: ExpansionBudget,
    use: (file: ZipFile) => Promise<Result>,
  ): Promise<Result> {
    const { openPromise } = await import('yauzl');
    const zip = await openPromise(path, { autoClose: false, strictFileNames: false });
    const file = await open(path);
    try {
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        budget.enter();
        entries.set(entry.fileName, entry);
      }
      return await use(new ZipFile(file, zip, entries, budget));
    } finally {
      zip.close();
      await file.close();
    }
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Whether an entry is a symbolic link, whose content is its target. */
  isLink(name: string): boolean {
    return ((this.entry(name).externalFileAttributes >>> 16) & 0o170000) === 0o120000;
  }

  /** Number of bytes that all entries claim. */
  get size(): number {
    return [...this.entries.values()].reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  }

  /** Returns the content of an entry in one piece: a stream of a hundred megabytes takes half a second. */
  async read(name: string): Promise<Buffer> {
    const entry = this.entry(name);
    const { compressionMethod: method, uncompressedSize: size } = entry;
    this.budget.claim(size);
    if (entry.isEncrypted()) throw new Error(`"${name}" is encrypted`);
    if (method !== STORED && method !== DEFLATED) throw new Error(`"${name}" is compressed by method ${method}`);
    const packed = await this.copy(entry);
    // A single chunk of the expected size: joining several takes twice the memory.
    const bytes =
      method === STORED
        ? packed
        : await inflate(packed, {
            maxOutputLength: Math.max(1, size),
            chunkSize: Math.min(PIECE, Math.max(64, size + 1)),
          });
    this.budget.spend(bytes.length);
    if (bytes.length !== size) throw new Error(`"${name}" has ${bytes.length} bytes, expected ${size}`);
    if (crc32(bytes) !== entry.crc32) throw new Error(`the checksum (CRC-32) of "${name}" is wrong`);
    return bytes;
  }

  /** Yields the content of an entry piece by piece, for files larger than memory. */
  async *stream(name: string): AsyncGenerator<Buffer> {
    const entry = this.entry(name);
    const stream: Readable = await this.zip.openReadStreamPromise(entry);
    let checksum = 0;
    try {
      for await (const chunk of stream) {
        this.budget.spend((chunk as Buffer).length);
        checksum = crc32(chunk as Buffer, checksum);
        yield chunk as Buffer;
      }
    } finally {
      stream.destroy();
    }
    if (checksum !== entry.crc32) throw new Error(`the checksum (CRC-32) of "${name}" is wrong`);
  }

  private entry(name: string): Entry {
    const entry = this.entries.get(name);
    if (!entry) throw new Error(`it does not contain "${name}"`);
    return entry;
  }

  /** Copies the stored bytes of an entry. The library checks that they are inside the file. */
  private async copy(entry: Entry): Promise<Buffer> {
    const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const bytes = Buffer.allocUnsafeSlow(entry.compressedSize);
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(PIECE, bytes.length - at);
      const { bytesRead } = await this.file.read(bytes, at, length, fileDataStart + at);
      if (bytesRead === 0) throw new Error(`"${entry.fileName}" is truncated`);
      at += bytesRead;
    }
    return bytes;
  }
}
