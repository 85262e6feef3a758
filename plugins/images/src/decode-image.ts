import type { Sharp } from 'sharp';
import { loadSharp } from './load-sharp.js';

export const RESIZES = ['stretch', 'crop', 'pad'] as const;
export const INTERPOLATIONS = ['bilinear', 'nearest', 'bicubic'] as const;

export interface DecodeOptions {
  /** `[height, width]` in pixels. */
  readonly size: readonly [number, number];
  readonly resize: (typeof RESIZES)[number];
  readonly interpolation: (typeof INTERPOLATIONS)[number];
}

const FITS = { stretch: 'fill', crop: 'cover', pad: 'contain' } as const;
const KERNELS = { bilinear: 'linear', nearest: 'nearest', bicubic: 'cubic' } as const;

/**
 * The pixels of a JPEG or PNG file: `uint8[height, width, 3]`, red, green, blue. Turned as its EXIF orientation says,
 * transparent parts on white, grey and CMYK made RGB. Colour profiles are not applied, as in Keras and TensorFlow.
 */
export async function decodeImage(file: Buffer, options: DecodeOptions): Promise<Uint8Array> {
  const [height, width] = options.size;
  const image = await open(file);
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({
      width,
      height,
      fit: FITS[options.resize],
      kernel: KERNELS[options.interpolation],
      background: '#000000',
      // Shrinking while a JPEG is decoded is left for large factors, where the resampling after it hides it.
      fastShrinkOnLoad: false,
    })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding, expected 3`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Height and width of an image file in pixels, as it is seen: after its EXIF orientation. */
export async function imageSize(file: Buffer): Promise<readonly [number, number]> {
  const { autoOrient } = await (await open(file)).metadata();
  return [autoOrient.height, autoOrient.width];
}

async function open(file: Buffer): Promise<Sharp> {
  const sharp = await loadSharp();
  // `error` refuses cut files, and lets pass what every decoder mends, such as stray bytes between two markers.
  return sharp(file, { failOn: 'error', ignoreIcc: true });
}
