/** An image as stored: a file, or raw pixels. */
export interface StoredImage {
  /** Content of the file, or the pixels, `uint8[height, width, channels]`. */
  readonly bytes: Buffer;
  /** Size of raw pixels; undefined for a file. */
  readonly raw?: { readonly height: number; readonly width: number; readonly channels: 1 | 3 | 4 };
  /** SHA-256 of the bytes in hexadecimal, if it was requested and computed while reading. */
  readonly sha256?: string;
  /** Releases the memory of `bytes`, which must not be read after that. */
  release?(): void;
}

/** A store of images, by path. */
export interface ImageSource {
  /** Reads an image: a file below a folder, or an entry of an array. */
  read(path: string, options?: { readonly digest?: boolean }): Promise<StoredImage>;
}
