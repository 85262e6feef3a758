/** The parts that are used of packages that have no types. */
declare module 'yauzl' {
  interface Entry {
    readonly fileName: string;
    readonly uncompressedSize: number;
    readonly compressedSize: number;
    readonly compressionMethod: number;
  }
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    readLocalFileHeaderPromise(entry: Entry, options: { minimal: true }): Promise<{ readonly fileDataStart: number }>;
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>;
    close(): void;
  }
  export function openPromise(path: string, options: Record<string, unknown>): Promise<ZipFile>;
}
declare module 'node-api-headers' {
  export const include_dir: string;
}
