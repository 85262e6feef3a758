import type { Sharp } from 'sharp';
import { checkScans } from './check-scans.js';
import { checkSize } from './check-size.js';
import { type Colour, greyOf } from './colour.js';
import { decodeBmp, isBmp, readBmpHeader } from './decode-bmp.js';
import { decodeJpeg, decodeJpegInto } from './decode-jpeg.js';
import { type Fit, fitImage, type RESIZES } from './fit-image.js';
import { ImageFault } from './image-fault.js';
import { imageKind } from './image-kind.js';
import type { StoredImage } from './image-source.js';
import { inTurn } from './in-turn.js';
import { isJpeg } from './jpeg-header.js';
import { loadSharp } from './load-sharp.js';
import type { RangeValues } from './range-values.js';
import { type Interpolation, resample } from './resample.js';

export interface DecodeOptions {
  /** `[height, width]` in pixels. */
  readonly size: readonly [number, number];
  readonly resize: (typeof RESIZES)[number];
  readonly interpolation: Interpolation;
  readonly colour: Colour;
  /** What is seen through transparent parts, `#rrggbb`. */
  readonly background: string;
}

export interface DecodedImage {
  /** `uint8[height, width, channels]`: red, green, blue, or grey. */
  readonly pixels: Uint8Array;
  /** `[height, width]` of the image in its file, as it is seen: after its EXIF orientation. */
  readonly originalSize: readonly [number, number];
}

const KERNELS = { bilinear: 'linear', nearest: 'nearest', bicubic: 'cubic' } as const;

/** Of a file that is none of those that are read. */
export const OTHER_FORMAT = 'it is not a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image';

/** What libvips calls the formats that are read; it knows others, such as SVG, that are no photographs. */
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'raw'];

/** Of samples; libvips would take floats as they are for levels from 0 to 255. */
const DEPTHS = ['uchar', 'ushort'];

/**
 * Decodes a JPEG, PNG, WebP, GIF (its first frame), BMP, TIFF (its first page) or AVIF file, or takes pixels as they are, and brings them to a size. An image is
 * turned as its EXIF orientation says, what is transparent shows the background, 16 bits become 8. Colour profiles are not applied,
 * as in Keras and TensorFlow. JPEG files go through TensorFlow's decoder where the backend has come with it.
 * @throws ImageFault, or the decoder's error, when it can not be read.
 */
export async function decodeImage(image: StoredImage, options: DecodeOptions): Promise<DecodedImage> {
  if (image.bytes.length === 0) throw new ImageFault('the file is empty');
  if (image.raw || !isBmp(image.bytes)) return brought(image, options);
  const { width, height } = readBmpHeader(image.bytes);
  return inTurn(width * height, async () => brought(decodeBmp(image.bytes), options));
}

/** Brings pixels, or a file of a format that libvips reads, to the size and the colours that are asked for. */
async function brought({ bytes, raw }: StoredImage, options: DecodeOptions): Promise<DecodedImage> {
  const [height, width] = options.size;
  const asItIs = raw && raw.channels !== 4 && raw.height === height && raw.width === width;
  const { pixels, originalSize } = asItIs
    ? { pixels: raw.channels === 3 ? bytes : tripled(bytes), originalSize: options.size }
    : await resized({ bytes, raw }, options);
  return { pixels: options.colour === 'grey' ? greyOf(pixels) : pixels, originalSize };
}

/** The same into `uint8[height, width, channels]` that there is. Gives `[height, width]` of the image in its file. */
export async function decodeLevels(
  image: StoredImage,
  options: DecodeOptions,
  levels: Uint8Array,
): Promise<readonly [number, number]> {
  const quick = image.raw ? undefined : await decodeJpegInto(image.bytes, options, levels);
  if (quick) return quick;
  const { pixels, originalSize } = await decodeImage(image, options);
  levels.set(pixels);
  return originalSize;
}

/** The values of an image in a range, `float32[height, width, channels]`. */
export async function decodeValues(
  image: StoredImage,
  options: DecodeOptions,
  values: Float32Array,
  range: RangeValues,
): Promise<void> {
  if (!image.raw && (await decodeJpegInto(image.bytes, options, values, range))) return;
  const { pixels } = await decodeImage(image, options);
  await range.write([pixels], values);
}

/** Red, green and blue of grey. */
function tripled(grey: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(grey.length * 3);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = grey[(index / 3) | 0];
  return pixels;
}

/** In red, green and blue. */
async function resized({ bytes, raw }: StoredImage, options: DecodeOptions): Promise<DecodedImage> {
  const jpeg = raw ? undefined : await decodeJpeg(bytes, options);
  if (jpeg) return { pixels: placed(jpeg.pixels, jpeg.fit, options.size), originalSize: jpeg.originalSize };
  const sharp = await loadSharp();
  // `error` refuses cut files, and lets pass what every decoder mends, such as stray bytes between two markers.
  const image = sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: false, raw });
  const kind = raw ? undefined : imageKind(bytes);
  if (kind && !kind.isDecoded) throw new ImageFault(notDecoded(kind.name));
  const { autoOrient, format, depth, channels, width, height } = await image.metadata();
  if (!FORMATS.includes(format)) throw new ImageFault(OTHER_FORMAT);
  if (!DEPTHS.includes(depth)) throw new ImageFault(`its samples are of type ${depth}, expected 8 or 16 bits`);
  const originalSize = [autoOrient.height, autoOrient.width] as const;
  if (raw) return fitted(image, originalSize, options);
  checkSize({ width, height, depth: channels * (depth === 'ushort' ? 2 : 1), fileSize: bytes.length });
  if (isJpeg(bytes)) checkScans(bytes, width * height);
  return inTurn(width * height, () => fitted(image, originalSize, options));
}

async function fitted(
  image: Sharp,
  originalSize: readonly [number, number],
  options: DecodeOptions,
): Promise<DecodedImage> {
  const fit = fitImage(originalSize, options.size, options.resize);
  const upright = image.autoOrient().flatten({ background: options.background });
  const isCropped = fit.box.height < originalSize[0] || fit.box.width < originalSize[1];
  const pixels = enlarges(fit)
    ? await enlarged(upright, fit, isCropped ? originalSize : undefined, options.interpolation)
    : await rgb(shrunk(upright, fit.size, isCropped, options.interpolation));
  return { pixels: placed(pixels, fit, options.size), originalSize };
}

/** What is wrong with an image of a format that is known and not decoded, with the fix. */
const notDecoded = (name: string) =>
  `it is a ${name} image, which expgraph does not decode: convert it to JPEG, PNG or AVIF`;

/**
 * What becomes larger along an axis is resampled here: libvips, up to 8.18, reads such images half a pixel beside where
 * Pillow and TensorFlow do.
 */
const enlarges = ({ box, size }: Fit) => size[0] > box.height || size[1] > box.width;

/** `croppedFrom` is the image's size when only a box of it is used; else libvips first does what becomes smaller. */
async function enlarged(
  image: Sharp,
  { box, size }: Fit,
  croppedFrom: readonly [number, number] | undefined,
  interpolation: Interpolation,
): Promise<Uint8Array> {
  if (croppedFrom) return resample(await rgb(image), croppedFrom, box, size, interpolation);
  const [height, width] = [Math.min(box.height, size[0]), Math.min(box.width, size[1])];
  const pixels = await rgb(shrunk(image, [height, width], false, interpolation));
  return resample(pixels, [height, width], { top: 0, left: 0, height, width }, size, interpolation);
}

function shrunk(
  image: Sharp,
  [height, width]: readonly [number, number],
  isCropped: boolean,
  interpolation: Interpolation,
): Sharp {
  return image.resize({
    width,
    height,
    fit: isCropped ? 'cover' : 'fill',
    kernel: KERNELS[interpolation],
    // Shrinking while a JPEG is decoded is left for large factors, where the resampling after it hides it.
    fastShrinkOnLoad: false,
  });
}

async function rgb(image: Sharp): Promise<Uint8Array> {
  const { data, info } = await image
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding, expected 3`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Puts a padded image into its place on black. */
function placed(pixels: Uint8Array, fit: Fit, [height, width]: readonly [number, number]): Uint8Array {
  const [rows, columns] = fit.size;
  if (rows === height && columns === width) return pixels;
  const result = new Uint8Array(height * width * 3);
  for (let row = 0; row < rows; row += 1) {
    const line = pixels.subarray(row * columns * 3, (row + 1) * columns * 3);
    result.set(line, ((fit.top + row) * width + fit.left) * 3);
  }
  return result;
}
