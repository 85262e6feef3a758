import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rawImage } from '../../test/image-files.js';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import { decodeJpeg, decodeJpegInto } from './decode-jpeg.js';
import { rangeWriter } from './range-writer.js';
import { INTERPOLATIONS, resample } from './resample.js';
import { pixelWriter, VALUE_RANGES } from './value-range.js';

const options = (size: readonly [number, number], more: Partial<DecodeOptions> = {}): DecodeOptions => ({
  size,
  resize: 'stretch',
  interpolation: 'bilinear',
  colorMode: 'rgb',
  background: '#ffffff',
  ...more,
});

/** Waves of a different length in each channel and direction. */
function waves([height, width]: readonly [number, number]) {
  const pixels = Array.from({ length: height * width * 3 }, (_, index) => {
    const [channel, pixel] = [index % 3, Math.floor(index / 3)];
    const [down, across] = [Math.floor(pixel / width) / height, (pixel % width) / width];
    return Math.round(127 + 100 * Math.sin(3 * down * (channel + 1) + 5 * across + channel) * (0.3 + 0.7 * across));
  });
  return rawImage(pixels, [height, width], 3);
}

const decoded = async (jpeg: Buffer, decodeOptions: DecodeOptions) => {
  const result = await decodeJpeg(jpeg, decodeOptions);
  if (!result) throw new Error('it was left to sharp');
  return result;
};

const worst = (one: Uint8Array, other: Uint8Array) => {
  expect(one).toHaveLength(other.length);
  return one.reduce((most, level, index) => Math.max(most, Math.abs(level - other[index])), 0);
};

/** Returns all pixels before the EXIF orientation is applied. */
const allPixels = async (jpeg: Buffer, size: readonly [number, number]) => (await decoded(jpeg, options(size))).pixels;

interface Fixture {
  readonly name: string;
  readonly size: readonly [number, number];
  readonly file: string;
  readonly pixels: string;
}

describe('JPEG files, decoded by TensorFlow', () => {
  const fixtures = JSON.parse(readFileSync(new URL('../../fixtures/jpeg.json', import.meta.url), 'utf8')) as Fixture[];

  it.each(fixtures)("have the pixels of TensorFlow's decode_image: $name", async ({ size, file, pixels }) => {
    expect(Buffer.from(await allPixels(Buffer.from(file, 'base64'), size)).equals(Buffer.from(pixels, 'base64'))).toBe(
      true,
    );
  });

  it.each(INTERPOLATIONS)('are resampled like Pillow, %s, shrunk, enlarged or both', async (interpolation) => {
    const jpeg = await waves([40, 60]).jpeg({ quality: 90 }).toBuffer();
    const pixels = await allPixels(jpeg, [40, 60]);
    for (const size of [
      [17, 23],
      [40, 60],
      [50, 20],
      [90, 121],
    ] as const) {
      const expected = resample(pixels, [40, 60], { top: 0, left: 0, height: 40, width: 60 }, size, interpolation);
      expect(worst((await decoded(jpeg, options(size, { interpolation }))).pixels, expected)).toBeLessThanOrEqual(1);
    }
  });

  it('are cropped and oriented by EXIF', async () => {
    const size = [45, 61] as const;
    const stored = await allPixels(await waves([80, 120]).jpeg({ quality: 95 }).toBuffer(), [80, 120]);
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const jpeg = await waves([80, 120]).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
      const raw = { width: 120, height: 80, channels: 3 } as const;
      const turned = await sharp(stored, { raw })
        .withMetadata({ orientation })
        .tiff({ compression: 'none' })
        .toBuffer();
      for (const resize of ['stretch', 'crop', 'pad'] as const) {
        const { pixels, originalSize, fit } = await decoded(jpeg, options(size, { resize }));
        const { data, info } = await sharp(turned).autoOrient().raw().toBuffer({ resolveWithObject: true });
        expect(originalSize).toEqual([info.height, info.width]);
        expect(worst(pixels, resample(data, originalSize, fit.box, fit.size, 'bilinear'))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('may be grayscale or progressive, with any chroma subsampling', async () => {
    const image = await waves([37, 53]).png().toBuffer();
    const files = [
      sharp(image).grayscale().jpeg(),
      sharp(image).jpeg({ progressive: true }),
      sharp(image).jpeg({ chromaSubsampling: '4:4:4' }),
    ];
    for (const file of files) {
      const jpeg = await file.toBuffer();
      const expected = await sharp(jpeg).toColorspace('srgb').raw().toBuffer();
      expect(worst(await allPixels(jpeg, [37, 53]), expected)).toBeLessThanOrEqual(3);
    }
  });

  it('are decoded to fewer pixels for much smaller sizes, with a difference of at most three levels', async () => {
    const jpeg = await waves([500, 740]).jpeg({ quality: 95 }).toBuffer();
    const pixels = await allPixels(jpeg, [500, 740]);
    for (const size of [
      [160, 240],
      [100, 140],
      [60, 90],
      [25, 30],
    ] as const) {
      const expected = resample(pixels, [500, 740], { top: 0, left: 0, height: 500, width: 740 }, size, 'bilinear');
      expect(worst((await decoded(jpeg, options(size))).pixels, expected)).toBeLessThanOrEqual(3);
    }
  });

  it('are converted to the values of a range', async () => {
    const jpeg = await waves([40, 60]).jpeg().toBuffer();
    const { pixels } = await decoded(jpeg, options([20, 20]));
    for (const range of VALUE_RANGES) {
      const [expected, target] = [new Float32Array(20 * 20 * 3), new Float32Array(20 * 20 * 3)];
      const values = rangeWriter(range);
      pixelWriter(range)(pixels, expected, 0);
      expect(await decodeJpegInto(jpeg, options([20, 20]), target, values)).toEqual([40, 60]);
      expect(target).toEqual(expected);
    }
  });

  it('are left to sharp if they have too many pixels or are damaged', async () => {
    const jpeg = await waves([40, 60]).jpeg().toBuffer();
    const cut = jpeg.subarray(0, jpeg.length - 300);
    for (const file of [cut, jpeg.subarray(0, 100), jpeg.subarray(1)]) {
      expect(await decodeJpeg(file, options([8, 8]))).toBeUndefined();
    }
    await expect(decodeImage({ bytes: cut }, options([8, 8]))).rejects.toThrow();
  });
});
