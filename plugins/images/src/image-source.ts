/** An image as it is stored. */
export interface StoredImage {
  /** Those of its file, or its pixels, `uint8[height, width, channels]`. */
  readonly bytes: Buffer;
  /** Of pixels that are stored as they are; undefined for a file, which says it itself. */
  readonly raw?: { readonly height: number; readonly width: number; readonly channels: 1 | 3 | 4 };
  /** The SHA-256 of the bytes, in hexadecimal digits, where it was asked for and has cost nothing more. */
  readonly sha256?: string;
  /** Gives the memory of the bytes back: whoever calls it reads them no more. */
  release?(): void;
}

/** Where images are stored. */
export interface ImageSource {
  /** The image of this path: of a file below a folder, or a name in an array. */
  read(path: string, options?: { readonly digest?: boolean }): Promise<StoredImage>;
}
