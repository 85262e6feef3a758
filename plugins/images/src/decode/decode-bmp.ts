import { count, sizeText } from './check-size.js';
import { ImageFault } from './image-fault.js';
import type { StoredImage } from './image-source.js';

/** Pixels whose decoded colors take 256 MB. */
const MOST_PIXELS = 89_478_485;

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the first row in the file is the top row of the image. */
  readonly topDown: boolean;
  readonly bits: number;
  /** Offset of the palette and size of an entry, in bytes. */
  readonly palette: { readonly start: number; readonly entry: number };
  /** Offset of the first row, in bytes. */
  readonly start: number;
  /** Bit masks of red, green, blue and alpha in a pixel of 16 or 32 bits. */
  readonly masks: readonly number[];
}

const CORE_HEADER = 12;
const NO_COMPRESSION = 0;
const BIT_FIELDS = 3;

export const isBmp = (bytes: Buffer) => bytes.toString('latin1', 0, 2) === 'BM';

/**
 * Decodes a BMP file with 1, 4 or 8 bits per pixel (with a palette), or 16, 24 or 32. sharp's libvips does not read BMP.
 * @throws ImageFault if the file is damaged or run-length encoded.
 */
export function decodeBmp(bytes: Buffer): StoredImage {
  const header = readBmpHeader(bytes);
  const { width, height, bits, start } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > bytes.length) throw new ImageFault('it is truncated or damaged');
  const channels = header.masks[3] ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels);
  const copy = pixelCopier(bytes, header);
  for (let row = 0; row < height; row += 1) {
    const line = start + stride * (header.topDown ? row : height - 1 - row);
    for (let column = 0; column < width; column += 1) copy(line, column, pixels, (row * width + column) * channels);
  }
  return { bytes: pixels, raw: { width, height, channels } };
}

/** Reads the header of a BMP file. @throws ImageFault */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  if (bytes.length < 26) throw new ImageFault('it is truncated or damaged');
  const size = bytes.readUInt32LE(14);
  const start = bytes.readUInt32LE(10);
  if (size === CORE_HEADER) {
    const [width, height, , bits] = [18, 20, 22, 24].map((at) => bytes.readUInt16LE(at));
    return checked({
      width,
      height,
      topDown: false,
      bits,
      palette: { start: 26, entry: 3 },
      start,
      masks: masksOf(bits),
    });
  }
  if (size < 40 || bytes.length < 14 + size) throw new ImageFault('it is truncated or damaged');
  const [width, height] = [bytes.readInt32LE(18), bytes.readInt32LE(22)];
  const [bits, compression] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30)];
  if (compression !== NO_COMPRESSION && compression !== BIT_FIELDS)
    throw new ImageFault(`it is a BMP with compression ${compression}, expected ${NO_COMPRESSION} or ${BIT_FIELDS}`);
  // The three masks follow a header of 40 bytes; longer headers contain them.
  const separateMasks = compression === BIT_FIELDS && size === 40 ? 12 : 0;
  if (bytes.length < 54 + separateMasks) throw new ImageFault('it is truncated or damaged');
  const masks =
    compression === BIT_FIELDS
      ? [54, 58, 62, ...(size >= 56 ? [66] : [])].map((at) => bytes.readUInt32LE(at))
      : masksOf(bits);
  const palette = { start: 14 + size + separateMasks, entry: 4 };
  return checked({ width, height: Math.abs(height), topDown: height < 0, bits, palette, start, masks });
}

function checked(header: BmpHeader): BmpHeader {
  const { width, height, bits } = header;
  if (width < 1 || height < 1) throw new ImageFault(`its size is ${width} x ${height}`);
  if (width * height > MOST_PIXELS)
    throw new ImageFault(
      `its size is ${sizeText(width, height)}, expected at most ${count(MOST_PIXELS)} pixels for a BMP: make it smaller, or save it as PNG`,
    );
  if (![1, 4, 8, 16, 24, 32].includes(bits))
    throw new ImageFault(`it is a BMP with ${bits} bits per pixel, expected 1, 4, 8, 16, 24 or 32`);
  return header;
}

const masksOf = (bits: number) => (bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff]);

type PixelCopier = (line: number, column: number, target: Buffer, at: number) => void;

function pixelCopier(bytes: Buffer, { bits, palette, masks }: BmpHeader): PixelCopier {
  if (bits === 24) {
    return function copyColor(line, column, target, at) {
      for (let channel = 0; channel < 3; channel += 1) target[at + channel] = bytes[line + column * 3 + 2 - channel];
    };
  }
  if (bits > 8) {
    const levels = masks.filter((mask, channel) => channel < 3 || mask !== 0).map(levelsOf);
    return function copyMasked(line, column, target, at) {
      const value = bits === 16 ? bytes.readUInt16LE(line + column * 2) : bytes.readUInt32LE(line + column * 4);
      for (const [channel, level] of levels.entries()) target[at + channel] = level(value);
    };
  }
  return function copyIndexed(line, column, target, at) {
    const bit = column * bits;
    const index = (bytes[line + (bit >> 3)] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
    const entry = palette.start + index * palette.entry;
    if (entry + 3 > bytes.length) throw new ImageFault('it is truncated or damaged');
    for (let channel = 0; channel < 3; channel += 1) target[at + channel] = bytes[entry + 2 - channel];
  };
}

/** Returns a function that scales the masked bits of a pixel to 0..255, rounding down like Pillow. */
function levelsOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => Math.floor((((pixel & mask) >>> shift) * 255) / largest);
}
