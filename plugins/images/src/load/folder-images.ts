import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IN_FLIGHT } from '@expgraph/data/files';
import { imageFiles } from '@expgraph/native/addons';
import type { ImageSource, StoredImage } from '../decode/image-source.js';

/** Buffers are multiples of this size, in bytes, so that they fit slightly larger files too. */
const STEP = 64 * 1024;

/** Image files below a folder. With the native backend, files are read into reused buffers. */
export class FolderImages implements ImageSource {
  private readonly free: Buffer[] = [];

  constructor(
    /** Absolute path. */
    private readonly folder: string,
  ) {}

  async read(path: string, { digest = false } = {}): Promise<StoredImage> {
    const file = join(this.folder, path);
    return (await this.readInto(file, STEP, digest)) ?? { bytes: await readFile(file) };
  }

  /** Reads a file into a buffer of at least `capacity` bytes. Returns undefined if Node has to read the file, or to report the error. */
  private async readInto(file: string, capacity: number, digest: boolean): Promise<StoredImage | undefined> {
    const native = imageFiles();
    if (!native) return undefined;
    const buffer = this.take(capacity);
    const sha256 = digest && native.digests ? Buffer.allocUnsafe(32) : undefined;
    const length = await native.read(file, buffer, sha256);
    if (length <= buffer.length && length >= 0) {
      const release = () => this.giveBack(buffer);
      return { bytes: buffer.subarray(0, length), sha256: sha256?.toString('hex'), release };
    }
    this.giveBack(buffer);
    return length < 0 ? undefined : this.readInto(file, length, digest);
  }

  /** Takes the largest free buffer: most files of a folder are about as large. */
  private take(length: number): Buffer {
    const buffer = this.free.pop();
    return buffer && buffer.length >= length ? buffer : Buffer.allocUnsafeSlow(Math.ceil(length / STEP) * STEP);
  }

  private giveBack(buffer: Buffer): void {
    this.free.push(buffer);
    this.free.sort((one, other) => one.length - other.length);
    if (this.free.length > IN_FLIGHT) this.free.shift();
  }
}
