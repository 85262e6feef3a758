import { imageFiles } from '@expgraph/native/addons';

/** In bytes. Each array brings the next garbage collection nearer, so memory is allocated in few large blocks. */
const BLOCK = 16 * 1024 * 1024;

/** Caches the pixels of images of one size, by name, up to a capacity. */
export class PixelCache {
  private readonly cached = new Map<string, Uint8Array>();
  private readonly free: Uint8Array[] = [];
  /** Number of slots that can still be allocated. */
  private left: number;
  /** Number of images that are expected and not in an allocated block yet. */
  private expected = 0;

  constructor(
    /** Size of an image, in bytes. */
    private readonly length: number,
    /** In bytes. */
    capacity: number,
  ) {
    this.left = Math.floor(capacity / length);
  }

  /** Makes the next block large enough for `count` images, within the capacity. The system provides its memory only when it is written. */
  reserve(count: number): void {
    this.expected = count - this.cached.size - this.free.length;
  }

  get(name: string): Uint8Array | undefined {
    return this.cached.get(name);
  }

  /** Returns a slot for an image, to be passed to `set` or `release`; undefined if the cache is full. */
  allocate(): Uint8Array | undefined {
    if (this.free.length === 0 && this.left > 0) this.allocateBlock();
    return this.free.pop();
  }

  /** Caches an image. Keeps the pixels of an image that is cached already, which are the same: someone may be reading them. */
  set(name: string, slot: Uint8Array): void {
    if (this.cached.has(name)) this.release(slot);
    else this.cached.set(name, slot);
  }

  release(slot: Uint8Array): void {
    this.free.push(slot);
  }

  private allocateBlock(): void {
    const count = Math.min(this.left, Math.max(1, this.expected, Math.floor(BLOCK / this.length)));
    this.left -= count;
    this.expected -= count;
    const block = new Uint8Array(count * this.length);
    imageFiles()?.hugePages(block);
    for (let end = block.length; end > 0; end -= this.length) this.free.push(block.subarray(end - this.length, end));
  }
}
