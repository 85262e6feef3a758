export interface JpegHeader {
  /** In pixels, before the EXIF orientation is applied. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** EXIF orientation, 1 (upright) to 8. */
  readonly orientation: number;
  readonly isProgressive: boolean;
}

const SEGMENT = 0xff;
const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;
const EXIF = 0xe1;

/** Markers of baseline, extended and progressive frames with Huffman coding. */
const PROGRESSIVE = 0xc2;
const FRAMES = [0xc0, 0xc1, PROGRESSIVE];

/** Returns whether a marker begins a frame of another kind: lossless, hierarchical or with arithmetic coding. */
const isOtherFrame = (marker: number) => marker >= 0xc3 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export const isJpeg = (bytes: Uint8Array) => bytes[0] === SEGMENT && bytes[1] === START_OF_IMAGE;

const END_OF_IMAGE = Buffer.of(SEGMENT, 0xd9);

/** Reads the header of a JPEG file. Returns undefined for a file that is truncated, damaged or not of the usual kind with 8 bits. */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  if (!isJpeg(bytes)) return undefined;
  let orientation: number | undefined;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === SEGMENT; ) {
    const marker = bytes[at + 1];
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN || isOtherFrame(marker) || end > bytes.length || end < at + 4) return undefined;
    const content = bytes.subarray(at + 4, end);
    if (marker === EXIF) orientation ??= orientationOf(content);
    if (FRAMES.includes(marker)) {
      return bytes.lastIndexOf(END_OF_IMAGE) > end
        ? frameOf(content, orientation ?? 1, marker === PROGRESSIVE)
        : undefined;
    }
    at = end;
  }
  return undefined;
}

function frameOf(content: Buffer, orientation: number, isProgressive: boolean): JpegHeader | undefined {
  if (content.length < 6 || content[0] !== 8) return undefined;
  const [height, width, channels] = [content.readUInt16BE(1), content.readUInt16BE(3), content[5]];
  return height > 0 && width > 0 ? { height, width, channels, orientation, isProgressive } : undefined;
}

/** Reads the orientation from the first directory of an EXIF segment. Returns undefined if it is missing. */
function orientationOf(content: Buffer): number | undefined {
  if (content.toString('latin1', 0, 6) !== 'Exif\0\0' || content.length < 14) return undefined;
  const tiff = content.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;
  for (
    let entry = directory + 2, left = short(directory);
    left > 0 && entry + 12 <= tiff.length;
    entry += 12, left -= 1
  ) {
    const value = short(entry + 8);
    if (short(entry) === ORIENTATION_TAG && value >= 1 && value <= 8) return value;
  }
  return undefined;
}

const ORIENTATION_TAG = 0x0112;
