import type { Sharp } from 'sharp';
import { type Fit, fitImage, type RESIZES } from './fit-image.js';
import { loadSharp } from './load-sharp.js';
import { type Interpolation, resample } from './resample.js';

export interface DecodeOptions {
  /** `[height, width]` in pixels. */
  readonly size: readonly [number, number];
  readonly resize: (typeof RESIZES)[number];
  readonly interpolation: Interpolation;
}

/** `uint8[height, width, 3]`: red, green, blue. */
export interface DecodedImage {
  readonly pixels: Uint8Array;
  /** `[height, width]` of the image in its file, as it is seen: after its EXIF orientation. */
  readonly originalSize: readonly [number, number];
}

const KERNELS = { bilinear: 'linear', nearest: 'nearest', bicubic: 'cubic' } as const;

/**
 * Decodes a JPEG or PNG file and brings it to a size. It is turned as its EXIF orientation says, transparent parts become
 * white, grey and CMYK become RGB. Colour profiles are not applied, as in Keras and TensorFlow.
 */
export async function decodeImage(file: Buffer, options: DecodeOptions): Promise<DecodedImage> {
  const sharp = await loadSharp();
  // `error` refuses cut files, and lets pass what every decoder mends, such as stray bytes between two markers.
  const image = sharp(file, { failOn: 'error', ignoreIcc: true });
  const { autoOrient } = await image.metadata();
  const originalSize = [autoOrient.height, autoOrient.width] as const;
  const fit = fitImage(originalSize, options.size, options.resize);
  const upright = image.autoOrient().flatten({ background: '#ffffff' });
  const isCropped = fit.box.height < originalSize[0] || fit.box.width < originalSize[1];
  const pixels = enlarges(fit)
    ? await enlarged(upright, fit, isCropped ? originalSize : undefined, options.interpolation)
    : await rgb(shrunk(upright, fit.size, isCropped, options.interpolation));
  return { pixels: placed(pixels, fit, options.size), originalSize };
}

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
