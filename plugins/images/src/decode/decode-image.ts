import type { Sharp } from 'sharp';
import { checkScans } from './check-scans.js';
import { checkSize } from './check-size.js';
import type { ColorMode } from './color-mode.js';
import { decodeBmp, isBmp, readBmpHeader } from './decode-bmp.js';
import { decodeJpeg, decodeJpegInto } from './decode-jpeg.js';
import { type Fit, fitImage, type RESIZES } from './fit-image.js';
import { ImageFault } from './image-fault.js';
import { imageKind } from './image-kind.js';
import type { StoredImage } from './image-source.js';
import { isJpeg } from './jpeg-header.js';
import { loadSharp } from './load-sharp.js';
import { queueLargeImage } from './queue-large-image.js';
import type { RangeWriter } from './range-writer.js';
import { type Interpolation, resample } from './resample.js';
import { toGrayscale } from './to-grayscale.js';

export interface DecodeOptions {
  /** `[height, width]` in pixels. */
  readonly size: readonly [number, number];
  readonly resize: (typeof RESIZES)[number];
  readonly interpolation: Interpolation;
  readonly colorMode: ColorMode;
  /** Color behind transparent pixels, `#rrggbb`. */
  readonly background: string;
}

export interface DecodedImage {
  /** `uint8[height, width, channels]`, RGB or grayscale. */
  readonly pixels: Uint8Array;
  /** `[height, width]` of the image in its file, after its EXIF orientation is applied. */
  readonly originalSize: readonly [number, number];
}

const KERNELS = { bilinear: 'linear', nearest: 'nearest', bicubic: 'cubic' } as const;

/** Reason for rejecting a file of another format. */
export const OTHER_FORMAT = 'it is not a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image';

/** libvips' names of the accepted formats; it also reads others, such as SVG, that are not photographs. */
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'raw'];

/** Accepted types of samples; libvips would use floats unchanged as levels from 0 to 255. */
const DEPTHS = ['uchar', 'ushort'];

/**
 * Decodes a JPEG, PNG, WebP, GIF (first frame), BMP, TIFF (first page) or AVIF file, or raw pixels, and resizes the image. Applies the
 * EXIF orientation, blends transparent pixels with the background and reduces 16 bits to 8. Ignores color profiles, like Keras and
 * TensorFlow. Decodes JPEG files with TensorFlow's decoder if the native backend provides it.
 * @throws ImageFault, or the decoder's error, if the image cannot be decoded.
 */
export async function decodeImage(image: StoredImage, options: DecodeOptions): Promise<DecodedImage> {
  if (image.bytes.length === 0) throw new ImageFault('the file is empty');
  if (image.raw || !isBmp(image.bytes)) return resizeAndConvert(image, options);
  const { width, height } = readBmpHeader(image.bytes);
  return queueLargeImage(width * height, async () => resizeAndConvert(decodeBmp(image.bytes), options));
}

/** Resizes raw pixels, or a file that libvips reads, and converts them to the color mode. */
async function resizeAndConvert({ bytes, raw }: StoredImage, options: DecodeOptions): Promise<DecodedImage> {
  const [height, width] = options.size;
  const hasSize = raw && raw.channels !== 4 && raw.height === height && raw.width === width;
  const { pixels, originalSize } = hasSize
    ? { pixels: raw.channels === 3 ? bytes : toRgb(bytes), originalSize: options.size }
    : await resized({ bytes, raw }, options);
  return { pixels: options.colorMode === 'grayscale' ? toGrayscale(pixels) : pixels, originalSize };
}

/** Decodes an image into `levels`, `uint8[height, width, channels]`. Returns `[height, width]` of the image in its file. */
export async function decodeLevels(
  image: StoredImage,
  options: DecodeOptions,
  levels: Uint8Array,
): Promise<readonly [number, number]> {
  const jpegSize = image.raw ? undefined : await decodeJpegInto(image.bytes, options, levels);
  if (jpegSize) return jpegSize;
  const { pixels, originalSize } = await decodeImage(image, options);
  levels.set(pixels);
  return originalSize;
}

/** Decodes an image into `values`, `float32[height, width, channels]`, in a value range. */
export async function decodeValues(
  image: StoredImage,
  options: DecodeOptions,
  values: Float32Array,
  writer: RangeWriter,
): Promise<void> {
  if (!image.raw && (await decodeJpegInto(image.bytes, options, values, writer))) return;
  const { pixels } = await decodeImage(image, options);
  await writer.write([pixels], values);
}

/** Repeats each gray level as red, green and blue. */
function toRgb(gray: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(gray.length * 3);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = gray[(index / 3) | 0];
  return pixels;
}

/** Resizes an image, in RGB. */
async function resized({ bytes, raw }: StoredImage, options: DecodeOptions): Promise<DecodedImage> {
  const jpeg = raw ? undefined : await decodeJpeg(bytes, options);
  if (jpeg) return { pixels: placed(jpeg.pixels, jpeg.fit, options.size), originalSize: jpeg.originalSize };
  const sharp = await loadSharp();
  // `error` rejects truncated files, but not what every decoder tolerates, such as stray bytes between two markers.
  const image = sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: false, raw });
  const kind = raw ? undefined : imageKind(bytes);
  if (kind && !kind.isDecoded) throw new ImageFault(notDecoded(kind.name));
  const { autoOrient, format, depth, channels, width, height } = await image.metadata();
  if (!FORMATS.includes(format)) throw new ImageFault(OTHER_FORMAT);
  if (!DEPTHS.includes(depth)) throw new ImageFault(`its samples have the type ${depth}, expected 8 or 16 bits`);
  const originalSize = [autoOrient.height, autoOrient.width] as const;
  if (raw) return fitted(image, originalSize, options);
  checkSize({ width, height, depth: channels * (depth === 'ushort' ? 2 : 1), fileSize: bytes.length });
  if (isJpeg(bytes)) checkScans(bytes, width * height);
  return queueLargeImage(width * height, () => fitted(image, originalSize, options));
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

/** Returns the reason, with the fix, for rejecting an image of a format that is recognized but not decoded. */
const notDecoded = (name: string) =>
  `it is a ${name} image, which expgraph does not decode: convert it to JPEG, PNG or AVIF`;

/**
 * Returns whether an image is enlarged along an axis. It is then resampled here, because libvips up to 8.18 enlarges images with an
 * offset of half a pixel from Pillow and TensorFlow.
 */
const enlarges = ({ box, size }: Fit) => size[0] > box.height || size[1] > box.width;

/** `croppedFrom`: the size of the image if only a box of it is used; otherwise libvips first shrinks the axes that become smaller. */
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
    // libvips shrinks a JPEG while decoding only by large factors, where the resampling after it hides the difference.
    fastShrinkOnLoad: false,
  });
}

async function rgb(image: Sharp): Promise<Uint8Array> {
  const { data, info } = await image
    .toColorspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding, expected 3`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Centers a padded image on black. */
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
