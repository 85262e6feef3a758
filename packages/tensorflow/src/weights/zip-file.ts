import { type FileHandle, open } from 'node:fs/promises';
import type { Entry, ZipFile as Yauzl } from 'yauzl';

/** A file can not hold more than it is said to be compressed from: what Keras and PyTorch write is not compressed at all. */
const LARGEST_EXPANSION = 100;
const STORED = 0;

/** The entries of a zip archive. */
export class ZipFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly zip: Yauzl,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Opens an archive, hands it to `use`, and closes it. */
  static async with<Result>(path: string, use: (file: ZipFile) => Promise<Result>): Promise<Result> {
    const { openPromise } = await import('yauzl');
    const zip = await openPromise(path, { autoClose: false, strictFileNames: false });
    const file = await open(path);
    try {
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return await use(new ZipFile(file, zip, entries));
    } finally {
      zip.close();
      await file.close();
    }
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** The content of an entry. */
  async read(name: string): Promise<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw new Error(`it has no "${name}"`);
    if (entry.uncompressedSize > entry.compressedSize * LARGEST_EXPANSION)
      throw new Error(`"${name}" claims to be ${entry.uncompressedSize} bytes, compressed to ${entry.compressedSize}`);
    if (entry.compressionMethod === STORED) return this.copy(entry);
    const chunks: Buffer[] = [];
    for await (const chunk of await this.zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** What is not compressed, in one piece: a stream of a hundred megabytes takes half a second. */
  private async copy(entry: Entry): Promise<Buffer> {
    const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const bytes = Buffer.alloc(entry.compressedSize);
    await this.file.read(bytes, 0, bytes.length, fileDataStart);
    return bytes;
  }
}
