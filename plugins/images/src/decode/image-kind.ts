import { extensionOf } from '@expgraph/data/files';

/** An image format. */
export interface ImageKind {
  /** The usual name: "PNG". */
  readonly name: string;
  readonly isDecoded: boolean;
}

/** Number of bytes at the beginning of a file that identify its format. */
export const KIND_BYTES = 64;

/** File extensions of images; the second line lists formats that are recognized but not decoded. */
const EXTENSIONS = new Set(
  `jpg jpeg jpe jfif jif pjpeg pjp png apng webp gif bmp dib tif tiff avif
   heic heif hif jxl jp2 j2k jpx`
    .split(/\s+/)
    .map((extension) => `.${extension}`),
);

/** Camera raw files begin like TIFF files; decoded as TIFF, they yield a thumbnail. */
const RAW = new Set('.3fr .arw .cr2 .dng .erf .iiq .kdc .mef .mos .nef .nrw .orf .pef .raw .rw2 .sr2 .srw'.split(' '));

/** Returns whether the extension of a file is that of an image. */
export const isImageName = (path: string) => EXTENSIONS.has(extensionOf(path));

/** Returns whether the extension of a file is that of a camera raw file, which is never decoded. */
export const isRawName = (path: string) => RAW.has(extensionOf(path));

/** Valid sizes of a BMP file's second header. */
const BMP_HEADERS = [12, 40, 52, 56, 64, 108, 124];

const decoded = (name: string): ImageKind => ({ name, isDecoded: true });
const known = (name: string): ImageKind => ({ name, isDecoded: false });

/** Returns the format of an image file by its first bytes, or undefined if the file is not an image. */
export function imageKind(bytes: Buffer): ImageKind | undefined {
  const begin = bytes.toString('latin1', 0, 12);
  if (begin.startsWith('\xff\xd8\xff')) return decoded('JPEG');
  if (begin.startsWith('\x89PNG\r\n\x1a\n')) return decoded('PNG');
  if (/^GIF8[79]a/.test(begin)) return decoded('GIF');
  if (/^RIFF.{4}WEBP/s.test(begin)) return decoded('WebP');
  if (/^(?:II[*+]\0|MM\0[*+])/.test(begin)) return decoded('TIFF');
  if (isBmpHeader(begin, bytes)) return decoded('BMP');
  if (/^.{4}ftyp/s.test(begin)) return heifKind(bytes);
  if (begin === '\0\0\0\x0cJXL \r\n\x87\n') return known('JPEG XL');
  if (begin === '\0\0\0\x0cjP  \r\n\x87\n' || begin.startsWith('\xff\x4f\xff\x51')) return known('JPEG 2000');
  return undefined;
}

function isBmpHeader(begin: string, bytes: Buffer): boolean {
  if (!begin.startsWith('BM') || bytes.length < 18) return false;
  return bytes.readUInt32LE(6) === 0 && BMP_HEADERS.includes(bytes.readUInt32LE(14));
}

/** Distinguishes AVIF and HEIC from videos, which use the same container. */
function heifKind(bytes: Buffer): ImageKind | undefined {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length);
  const brands = bytes.toString('latin1', 8, end).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return decoded('AVIF');
  return brands.some((brand) => /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) ? known('HEIC') : undefined;
}
