import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageFiles } from '@expgraph/native/addons';
import type { ImageSource, StoredImage } from './image-source.js';
import { IN_FLIGHT } from './parallel-map.js';

/** In bytes: files a little larger than the last find room. */
const STEP = 64 * 1024;

/** Image files below a folder. They are read into memory that is used again, where the native backend can. */
export class FolderImages implements ImageSource {
  private readonly free: Buffer[] = [];

  constructor(
    /** Absolute. */
    private readonly folder: string,
  ) {}

  async read(path: string, { digest = false } = {}): Promise<StoredImage> {
    const file = join(this.folder, path);
    return (await this.readInto(file, STEP, digest)) ?? { bytes: await readFile(file) };
  }

  /** Undefined where Node's own functions are to read it, or to say what is wrong. */
  private async readInto(file: string, room: number, digest: boolean): Promise<StoredImage | undefined> {
    const native = imageFiles();
    if (!native) return undefined;
    const buffer = this.take(room);
    const sha256 = digest && native.digests ? Buffer.allocUnsafe(32) : undefined;
    const length = await native.read(file, buffer, sha256);
    if (length <= buffer.length && length >= 0) {
      const release = () => this.giveBack(buffer);
      return { bytes: buffer.subarray(0, length), sha256: sha256?.toString('hex'), release };
    }
    this.giveBack(buffer);
    return length < 0 ? undefined : this.readInto(file, length, digest);
  }

  /** The largest that is free: most files of a folder are about as large. */
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
