import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rawImage } from '../../test/image-files.js';
import { type DecodeOptions, decodeImage as decode } from './decode-image.js';

const options = (size: readonly [number, number], more: Partial<DecodeOptions> = {}): DecodeOptions => ({
  size,
  resize: 'stretch',
  interpolation: 'bilinear',
  colorMode: 'rgb',
  background: '#ffffff',
  ...more,
});

const decodeImage = (file: Buffer, decodeOptions: DecodeOptions) =>
  decode({ bytes: file }, decodeOptions).then(({ pixels }) => pixels);

const BLACK = [0, 0, 0];
const RED = [255, 0, 0];

describe('decodeImage', () => {
  it('blends transparent pixels with white', async () => {
    const png = await rawImage([200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 128], [1, 3], 4).png().toBuffer();
    const [r, g, b, ...rest] = await decodeImage(png, options([1, 3]));
    expect([r, g, b]).toEqual([200, 100, 0]);
    expect(rest.slice(0, 3)).toEqual([255, 255, 255]);
    for (const [channel, expected] of [227.4, 177.2, 127].entries()) {
      expect(Math.abs(rest[3 + channel] - expected)).toBeLessThanOrEqual(1);
    }
  });

  it('converts grayscale to RGB, with 8 and 16 bits', async () => {
    const gray = rawImage([0, 90, 255], [1, 3], 1).toColorspace('b-w');
    const expected = [0, 0, 0, 90, 90, 90, 255, 255, 255];
    expect(Array.from(await decodeImage(await gray.png().toBuffer(), options([1, 3])))).toEqual(expected);
    const deep = await sharp(Uint16Array.from([0, 90 * 257, 65535]), { raw: { width: 3, height: 1, channels: 1 } })
      .toColorspace('grey16') // words-allow
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(Array.from(await decodeImage(deep, options([1, 3])))).toEqual(expected);
  });

  it('converts CMYK to RGB', async () => {
    const jpeg = await rawImage(new Array(8 * 8).fill([255, 255, 255]).flat(), [8, 8], 3)
      .toColorspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(jpeg).metadata()).channels).toBe(4);
    const pixels = await decodeImage(jpeg, options([1, 1]));
    expect(pixels).toHaveLength(3);
    for (const level of pixels) expect(level).toBeGreaterThan(245);
  });

  it('applies the EXIF orientation', async () => {
    // Red above black, with orientation 6: rotated a quarter clockwise, red is on the right.
    const pixels = [...new Array(32).fill(RED), ...new Array(32).fill(BLACK)].flat();
    const upright = rawImage(pixels, [8, 8], 3).resize(16, 8, { fit: 'fill', kernel: 'nearest' });
    const jpeg = await upright
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    expect((await decode({ bytes: jpeg }, options([2, 2]))).originalSize).toEqual([16, 8]);
    const [left, right] = await columns(jpeg);
    // Shrinking averages over a quarter beyond the center.
    expect(left).toBeLessThan(40);
    expect(right).toBeGreaterThan(215);
  });

  it('stretches, crops to the center, or pads with black', async () => {
    // 2 x 6: red, then four white columns, then red.
    const white = [255, 255, 255];
    const row = [RED, white, white, white, white, RED].flat();
    const png = await rawImage([...row, ...row], [2, 6], 3)
      .png()
      .toBuffer();
    const nearest = (resize: DecodeOptions['resize'], size: readonly [number, number]) =>
      decodeImage(png, options(size, { resize, interpolation: 'nearest' })).then((pixels) => Array.from(pixels));
    expect((await nearest('stretch', [2, 2])).slice(0, 3)).not.toEqual(BLACK);
    expect(await nearest('crop', [2, 2])).toEqual(new Array(12).fill(255));
    const padded = await nearest('pad', [6, 6]);
    expect(padded.slice(0, 18)).toEqual(new Array(18).fill(0));
    expect(padded.slice(2 * 18, 3 * 18)).toEqual(row);
    expect(padded.slice(5 * 18)).toEqual(new Array(18).fill(0));
  });

  it('crops and pads when it enlarges an image', async () => {
    // 1 x 3: black, white, black.
    const png = await rawImage([...BLACK, 255, 255, 255, ...BLACK], [1, 3], 3)
      .png()
      .toBuffer();
    const nearest = (resize: DecodeOptions['resize'], size: readonly [number, number]) =>
      decodeImage(png, options(size, { resize, interpolation: 'nearest' })).then((pixels) =>
        Array.from(pixels.filter((_, index) => index % 3 === 0)),
      );
    expect(await nearest('crop', [4, 4])).toEqual(new Array(16).fill(255));
    const row = [0, 0, 255, 255, 0, 0];
    expect(await nearest('pad', [4, 6])).toEqual([...new Array(6).fill(0), ...row, ...row, ...new Array(6).fill(0)]);
    expect(await nearest('stretch', [1, 6])).toEqual(row);
    expect(await nearest('stretch', [2, 3])).toEqual([0, 255, 0, 0, 255, 0]);
  });

  it('rejects a truncated file', async () => {
    const jpeg = await rawImage(new Array(64 * 64 * 3).fill(77), [64, 64], 3)
      .jpeg()
      .toBuffer();
    await expect(decodeImage(jpeg.subarray(0, jpeg.length - 30), options([4, 4]))).rejects.toThrow();
  });
});

interface ResizeFixture {
  readonly size: readonly [number, number];
  readonly pixels: readonly number[];
  readonly cases: readonly {
    readonly interpolation: DecodeOptions['interpolation'];
    readonly size: readonly [number, number];
    readonly expected: readonly number[];
  }[];
}

describe('resizing, compared with Pillow', () => {
  const fixture = JSON.parse(
    readFileSync(new URL('../../fixtures/resize.json', import.meta.url), 'utf8'),
  ) as ResizeFixture;

  it.each(fixture.cases)('$interpolation to $size', async ({ interpolation, size, expected }) => {
    const png = await rawImage(fixture.pixels, fixture.size, 3).png().toBuffer();
    const pixels = await decodeImage(png, options(size, { interpolation }));
    const differences = expected.map((value, index) => Math.abs(value - pixels[index]));
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    // libvips averages with slightly different weights when it shrinks an image, mostly at the edges, of which a small
    // image has many; on photographs the mean difference is below 0.3.
    const isSmaller = size[0] < fixture.size[0] && interpolation !== 'nearest';
    expect(mean).toBeLessThan(isSmaller ? 1.6 : 0.25);
    expect(Math.max(...differences)).toBeLessThanOrEqual(isSmaller ? 7 : 1);
  });
});

/** Returns the red level of the left and of the right half of an image. */
async function columns(file: Buffer): Promise<readonly [number, number]> {
  const pixels = await decodeImage(file, options([1, 2]));
  return [pixels[0], pixels[3]];
}
