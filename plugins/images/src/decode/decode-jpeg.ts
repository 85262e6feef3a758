import { type ImageFiles, INTERPOLATION, imageFiles } from '@expgraph/native/addons';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { checkScans } from './check-scans.js';
import { checkSize } from './check-size.js';
import type { DecodeOptions } from './decode-image.js';
import { type Fit, fitImage } from './fit-image.js';
import { type JpegHeader, readJpegHeader } from './jpeg-header.js';
import { orientedSize, orientPixels, storedBox } from './orientation.js';
import { queueLargeImage } from './queue-large-image.js';
import type { RangeWriter } from './range-writer.js';

/** Bytes per pixel: the decoder holds the 16-bit coefficients of the whole image. */
const PROGRESSIVE_DEPTH = 6;

export interface DecodedJpeg {
  /** `uint8[...fit.size, 3]`, RGB. */
  readonly pixels: Uint8Array;
  readonly fit: Fit;
  /** `[height, width]` of the image in its file, after its EXIF orientation is applied. */
  readonly originalSize: readonly [number, number];
}

/**
 * Decodes a JPEG file with TensorFlow's libjpeg, on another thread, and resamples it like Pillow. Returns undefined for files that are
 * left to sharp, which supports more variants and explains errors: large files and files with warnings.
 */
export async function decodeJpeg(bytes: Buffer, options: DecodeOptions): Promise<DecodedJpeg | undefined> {
  const prepared = await prepare(bytes, options);
  if (!prepared) return undefined;
  const { decoder, header, plan, fit, originalSize } = prepared;
  const result = new Uint8Array(fit.size[0] * fit.size[1] * 3);
  const { orientation, height, width } = header;
  if (!(await queueLargeImage(height * width, () => decoder.decodeJpeg(bytes, plan, result)))) return undefined;
  return { pixels: orientPixels(result, orientedSize(fit.size, orientation), orientation), fit, originalSize };
}

/**
 * Decodes a JPEG file into `target`: its levels, or, with a `writer`, its values in a range. Returns `[height, width]` of the image in its
 * file, or undefined for images that are left to `decodeImage`: with an EXIF orientation, padded or grayscale.
 */
export async function decodeJpegInto(
  bytes: Buffer,
  options: DecodeOptions,
  target: Uint8Array | Float32Array,
  writer?: RangeWriter,
): Promise<readonly [number, number] | undefined> {
  if (options.resize === 'pad' || options.colorMode !== 'rgb') return undefined;
  const prepared = await prepare(bytes, options);
  if (prepared?.header.orientation !== 1) return undefined;
  const { decoder, plan, originalSize } = prepared;
  const decoded = await queueLargeImage(originalSize[0] * originalSize[1], () =>
    writer && target instanceof Float32Array
      ? decoder.decodeJpeg(bytes, plan, target, writer.ofLevels, writer.reversed)
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
  // The choice of decoder must not depend on whether another node has started the backend: their levels differ by 1.
  await startBackend();
  const decoder = imageFiles();
  if (!decoder) return undefined;
  const originalSize = orientedSize([header.height, header.width], header.orientation);
  const fit = fitImage(originalSize, options.size, options.resize);
  return { decoder, header, plan: planOf(header, fit, options), fit, originalSize };
}

/** Returns `[ratio, interpolation, top, height, rows, left, width, columns]`, in the coordinates of the stored image. */
function planOf(header: JpegHeader, fit: Fit, { interpolation }: DecodeOptions): Float64Array {
  const { height, width, orientation } = header;
  const box = storedBox(fit.box, [height, width], orientation);
  const [rows, columns] = orientedSize(fit.size, orientation);
  const ratio = interpolation === 'nearest' ? 1 : ratioFor(Math.min(box.height / rows, box.width / columns));
  return Float64Array.of(
    ratio,
    INTERPOLATION[interpolation],
    box.top / ratio,
    box.height / ratio,
    rows,
    box.left / ratio,
    box.width / ratio,
    columns,
  );
}

/** Decoding to fewer pixels is fast but averages differently. The ratio is limited so that the resampling after it hides the difference. */
const ratioFor = (shrink: number) => [8, 4, 2].find((ratio) => shrink >= 1.5 * ratio) ?? 1;
