import { type ImageFiles, imageFiles } from '@expgraph/native/addons';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { checkScans } from './check-scans.js';
import { checkSize } from './check-size.js';
import type { DecodeOptions } from './decode-image.js';
import { type Fit, fitImage } from './fit-image.js';
import { inTurn } from './in-turn.js';
import { type JpegHeader, readJpegHeader } from './jpeg-header.js';
import { storedBox, turnedSize, turnPixels } from './orientation.js';
import type { RangeValues } from './range-values.js';
import { INTERPOLATIONS } from './resample.js';

/** Bytes for a pixel: coefficients of 16 bits are held of the whole image. */
const PROGRESSIVE_DEPTH = 6;

export interface DecodedJpeg {
  /** `uint8[...fit.size, 3]`: red, green, blue. */
  readonly pixels: Uint8Array;
  readonly fit: Fit;
  /** `[height, width]` of the image in its file, as it is seen. */
  readonly originalSize: readonly [number, number];
}

/**
 * Decodes a JPEG file in TensorFlow's libjpeg, on another thread, and resamples what of it is used as Pillow does. Undefined for what
 * is left to sharp, which knows more kinds and says what is wrong with a file: large ones, all with warnings.
 */
export async function decodeJpeg(bytes: Buffer, options: DecodeOptions): Promise<DecodedJpeg | undefined> {
  const known = await prepare(bytes, options);
  if (!known) return undefined;
  const { decoder, header, plan, fit, originalSize } = known;
  const result = new Uint8Array(fit.size[0] * fit.size[1] * 3);
  const { orientation, height, width } = header;
  if (!(await inTurn(height * width, () => decoder.decodeJpeg(bytes, plan, result)))) return undefined;
  return { pixels: turnPixels(result, turnedSize(fit.size, orientation), orientation), fit, originalSize };
}

/**
 * The same into memory that there is: the levels of an image, or its values where a range says them. Undefined where that is left to
 * `decodeImage`, as it is for images that are turned, padded or made grey; else `[height, width]` of the image in its file.
 */
export async function decodeJpegInto(
  bytes: Buffer,
  options: DecodeOptions,
  target: Uint8Array | Float32Array,
  range?: RangeValues,
): Promise<readonly [number, number] | undefined> {
  if (options.resize === 'pad' || options.colour !== 'rgb') return undefined;
  const known = await prepare(bytes, options);
  if (known?.header.orientation !== 1) return undefined;
  const { decoder, plan, originalSize } = known;
  const decoded = await inTurn(originalSize[0] * originalSize[1], () =>
    range && target instanceof Float32Array
      ? decoder.decodeJpeg(bytes, plan, target, range.ofLevels, range.reversed)
      : decoder.decodeJpeg(bytes, plan, target as Uint8Array),
  );
  return decoded ? originalSize : undefined;
}

interface Prepared {
  readonly decoder: ImageFiles;
  readonly header: JpegHeader;
  readonly plan: Float64Array;
  readonly fit: Fit;
  readonly originalSize: readonly [number, number];
}

async function prepare(bytes: Buffer, options: DecodeOptions): Promise<Prepared | undefined> {
  const header = readJpegHeader(bytes);
  if (!header || ![1, 3, 4].includes(header.channels)) return undefined;
  checkSize({ ...header, depth: header.isProgressive ? PROGRESSIVE_DEPTH : 3, fileSize: bytes.length });
  checkScans(bytes, header.height * header.width);
  // Which decoder it is must not depend on what else an experiment does first: levels differ by one.
  await startBackend();
  const decoder = imageFiles();
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

/** Decoding to fewer pixels is quick, and averages them a little otherwise: it is done as far as resampling after it hides most of that. */
const ratioFor = (shrink: number) => [8, 4, 2].find((ratio) => shrink >= 1.5 * ratio) ?? 1;
