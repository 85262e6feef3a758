import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createDeflate, createGzip } from 'node:zlib';
import type { Compression } from './compression.js';
import { FOOTER, frameRecord, HEADER } from './frame-record.js';

/** Bytes to collect before writing: many small records become one write. */
const BATCH_BYTES = 256 * 1024;

/** Writes a file of records. Memory does not grow with the file: `write` waits for the disk. */
export class RecordWriter {
  private readonly file: WriteStream;
  private readonly target: Writable;
  private readonly ended: Promise<unknown>;
  private batch = Buffer.allocUnsafe(BATCH_BYTES);
  private filled = 0;

  constructor(path: string, compression: Compression = 'none') {
    this.file = createWriteStream(path);
    this.target = compression === 'gzip' ? createGzip() : compression === 'zlib' ? createDeflate() : this.file;
    if (this.target !== this.file) this.target.pipe(this.file);
    this.ended = finished(this.file);
    // Awaited in `close`; a failure before that also makes `write` fail.
    this.ended.catch(() => undefined);
  }

  /** Adds a record. The caller may reuse the array at once. */
  async write(record: Uint8Array): Promise<void> {
    const bytes = HEADER + record.length + FOOTER;
    if (this.filled + bytes > this.batch.length) await this.flush(bytes);
    this.filled = frameRecord(record, this.batch, this.filled);
  }

  /** Writes the rest, and waits until the file is complete. */
  async close(): Promise<void> {
    await this.flush(0);
    this.target.end();
    await this.ended;
  }

  /** Stops writing; the file is incomplete. */
  async abandon(): Promise<void> {
    this.target.destroy();
    this.file.destroy();
    await this.ended.catch(() => undefined);
  }

  private async flush(wanted: number): Promise<void> {
    if (this.file.errored) throw this.file.errored;
    const full = this.batch.subarray(0, this.filled);
    this.batch = Buffer.allocUnsafe(Math.max(BATCH_BYTES, wanted));
    this.filled = 0;
    if (full.length > 0 && !this.target.write(full)) await Promise.race([once(this.target, 'drain'), this.ended]);
  }
}
