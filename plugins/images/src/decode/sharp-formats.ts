import { IN_FLIGHT, parallelMap } from '@expgraph/data/files';
import { ImageFormats, type ImageOptions, injectable, UnreadableImage } from '@expgraph/sdk';
import { type DecodeOptions, decodeValues } from './decode-image.js';
import { loadSharp } from './load-sharp.js';
import { rangeWriter } from './range-writer.js';
import { RANGE_SCALES } from './value-range.js';

/** The defaults of load/images. */
const DEFAULTS: Omit<DecodeOptions, 'size'> = {
  resize: 'stretch',
  interpolation: 'bilinear',
  colorMode: 'rgb',
  background: '#ffffff',
};

/** Decodes and encodes image files like `load/images` with its defaults: stretched to the size, resampled like Pillow. */
@injectable()
export class SharpFormats extends ImageFormats {
  async decode(files: readonly Uint8Array[], { size, range }: ImageOptions, images: Float32Array): Promise<void> {
    const length = size[0] * size[1] * 3;
    const options = { ...DEFAULTS, size };
    const writer = rangeWriter(range);
    // Fails here, rather than blaming the first image, if the decoder is missing.
    await loadSharp();
    await parallelMap(files, IN_FLIGHT, async (file, position) => {
      const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
      const target = images.subarray(position * length, (position + 1) * length);
      await decodeValues({ bytes }, options, target, writer).catch((error: Error) => {
        throw new UnreadableImage(position, error.message.split('\n')[0]);
      });
    });
  }

  async encode(
    image: Float32Array,
    { size: [height, width], range, format, quality }: ImageOptions & { format: 'jpeg' | 'png'; quality: number },
  ): Promise<Uint8Array> {
    const { scale, offset, channels } = RANGE_SCALES[range];
    const levels = new Uint8ClampedArray(image.length);
    for (const [index, value] of image.entries()) {
      const channel = index % 3;
      levels[index - channel + channels[channel]] = (value - offset[channel]) / scale[channel];
    }
    const sharp = await loadSharp();
    const raw = sharp(levels, { raw: { height, width, channels: 3 } });
    // 4:4:4 keeps the colors of training data at full resolution.
    const encoded = format === 'png' ? raw.png() : raw.jpeg({ quality, chromaSubsampling: '4:4:4' });
    return encoded.toBuffer();
  }
}
