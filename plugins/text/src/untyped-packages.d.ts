/** The parts that are used of packages that have no types. */
declare module 'yauzl' {
  interface Entry {
    readonly fileName: string;
    readonly uncompressedSize: number;
    readonly compressedSize: number;
    readonly crc32: number;
  }
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>;
    close(): void;
  }
  export function openPromise(path: string, options: Record<string, unknown>): Promise<ZipFile>;
}
