import { imageFiles } from '@expgraph/native/addons';

/** In bytes. Each array brings the next collection of garbage nearer: few large ones make few collections. */
const PIECE = 16 * 1024 * 1024;

/** The pixels of images of one size, as many as there is room for, on memory that is taken in large pieces. */
export class KeptPixels {
  private readonly kept = new Map<string, Uint8Array>();
  private readonly free: Uint8Array[] = [];
  private left: number;
  /** Images that there is no piece for yet. */
  private expected = 0;

  constructor(
    /** Of an image, in bytes. */
    private readonly length: number,
    /** In bytes. */
    capacity: number,
  ) {
    this.left = Math.floor(capacity / length);
  }

  /** The next piece is for so many images, if there is room: the system gives its memory only when pixels are written. */
  expect(count: number): void {
    this.expected = count - this.kept.size - this.free.length;
  }

  of(name: string): Uint8Array | undefined {
    return this.kept.get(name);
  }

  /** Room for one image more, to be kept or given back; undefined when all is taken. */
  room(): Uint8Array | undefined {
    if (this.free.length === 0 && this.left > 0) this.takePiece();
    return this.free.pop();
  }

  /** What has been kept of an image before, which is the same, stays: somebody may be reading it. */
  keep(name: string, pixels: Uint8Array): void {
    if (this.kept.has(name)) this.giveBack(pixels);
    else this.kept.set(name, pixels);
  }

  giveBack(room: Uint8Array): void {
    this.free.push(room);
  }

  private takePiece(): void {
    const count = Math.min(this.left, Math.max(1, this.expected, Math.floor(PIECE / this.length)));
    this.left -= count;
    this.expected -= count;
    const piece = new Uint8Array(count * this.length);
    imageFiles()?.hugePages(piece);
    for (let end = piece.length; end > 0; end -= this.length) this.free.push(piece.subarray(end - this.length, end));
  }
}
