import type { Entry, ZipFile as Yauzl } from 'yauzl';

/** A file can not hold more than it is said to be compressed from: what Keras and PyTorch write is not compressed at all. */
const LARGEST_EXPANSION = 100;

/** The entries of a zip archive. */
export class ZipFile {
  private constructor(
    private readonly zip: Yauzl,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Opens an archive, hands it to `use`, and closes it. */
  static async with<Result>(path: string, use: (file: ZipFile) => Promise<Result>): Promise<Result> {
    const { openPromise } = await import('yauzl');
    const zip = await openPromise(path, { autoClose: false, strictFileNames: false });
    try {
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return await use(new ZipFile(zip, entries));
    } finally {
      zip.close();
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
    const chunks: Buffer[] = [];
    for await (const chunk of await this.zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}
