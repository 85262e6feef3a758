import { type JpegDecoder, jpegDecoder, startBackend } from '@expgraph/tensorflow/native';
import type { DecodeOptions } from './decode-image.js';
import { type Fit, fitImage } from './fit-image.js';
import { type JpegHeader, readJpegHeader } from './jpeg-header.js';
import { storedBox, turnedSize, turnPixels } from './orientation.js';
import { INTERPOLATIONS } from './resample.js';

export interface DecodedJpeg {
  /** `uint8[...fit.size, 3]`: red, green, blue. */
  readonly pixels: Uint8Array;
  readonly fit: Fit;
  /** `[height, width]` of the image in its file, as it is seen. */
  readonly originalSize: readonly [number, number];
}

/** The values of an image, instead of its levels. */
export interface JpegValues {
  /** `float32[height, width, 3]`, where they go. */
  readonly target: Float32Array;
  /** `[3, 256]`: what the levels of each channel become. */
  readonly ofLevels: Float32Array;
  /** Whether blue comes first. */
  readonly reversed: boolean;
}

/**
 * Decodes a JPEG file in TensorFlow's libjpeg, on another thread, and resamples what of it is used as Pillow does. Undefined for what
 * is left to sharp, which knows more kinds and says what is wrong with a file: four channels, large ones, all with warnings.
 */
export async function decodeJpeg(
  bytes: Buffer,
  options: DecodeOptions,
  mostPixels: number,
): Promise<DecodedJpeg | undefined> {
  const known = await prepare(bytes, options, mostPixels);
  if (!known) return undefined;
  const { decoder, header, plan, fit, originalSize } = known;
  const result = new Uint8Array(fit.size[0] * fit.size[1] * 3);
  if (!(await decoder.decode(bytes, plan, result))) return undefined;
  const { orientation } = header;
  return { pixels: turnPixels(result, turnedSize(fit.size, orientation), orientation), fit, originalSize };
}

/** The same into the values of an image. False where that is left to `decodeImage`. */
export async function decodeJpegValues(
  bytes: Buffer,
  options: DecodeOptions,
  mostPixels: number,
  { target, ofLevels, reversed }: JpegValues,
): Promise<boolean> {
  const known = await prepare(bytes, options, mostPixels);
  const fills = known && known.header.orientation === 1 && options.resize !== 'pad' && options.colour === 'rgb';
  return fills ? known.decoder.decode(bytes, known.plan, target, ofLevels, reversed) : false;
}

interface Prepared {
  readonly decoder: JpegDecoder;
  readonly header: JpegHeader;
  readonly plan: Float64Array;
  readonly fit: Fit;
  readonly originalSize: readonly [number, number];
}

async function prepare(bytes: Buffer, options: DecodeOptions, mostPixels: number): Promise<Prepared | undefined> {
  const header = readJpegHeader(bytes);
  if (!header || header.height * header.width > mostPixels || ![1, 3].includes(header.channels)) return undefined;
  // Which decoder it is must not depend on what else an experiment does first: levels differ by one.
  await startBackend();
  const decoder = jpegDecoder();
  if (!decoder) return undefined;
  const originalSize = turnedSize([header.height, header.width], header.orientation);
  const fit = fitImage(originalSize, options.size, options.resize);
  return { decoder, header, plan: planOf(header, fit, options), fit, originalSize };
}

/** In the coordinates of what is stored: `[ratio, interpolation, top, height, rows, left, width, columns]`. */
function planOf(header: JpegHeader, fit: Fit, { interpolation }: DecodeOptions): Float64Array {
  const { height, width, orientation } = header;
  const box = storedBox(fit.box, [height, width], orientation);
  const [rows, columns] = turnedSize(fit.size, orientation);
  const ratio = interpolation === 'nearest' ? 1 : ratioFor(Math.min(box.height / rows, box.width / columns));
  return Float64Array.of(
    ...[ratio, INTERPOLATIONS.indexOf(interpolation)],
    ...[box.top / ratio, box.height / ratio, rows],
    ...[box.left / ratio, box.width / ratio, columns],
  );
}

/** Decoding to fewer pixels is quick, and averages them a little otherwise: it is done as far as resampling after it hides that. */
const ratioFor = (shrink: number) => [8, 4, 2].find((ratio) => shrink >= 2 * ratio) ?? 1;
