import { ImageFormats, type ImageOptions, plugin, UnreadableImage } from '@expgraph/sdk';
import sharp from 'sharp';

/** Images that already have the requested size, in 0..255: the plugin leaves decoding to the plugin that binds ImageFormats. */
class PlainFormats extends ImageFormats {
  async decode(files: readonly Uint8Array[], { size }: ImageOptions, images: Float32Array): Promise<void> {
    const length = size[0] * size[1] * 3;
    for (const [position, file] of files.entries()) {
      const pixels = await sharp(file)
        .raw()
        .toBuffer()
        .catch((error: Error) => {
          throw new UnreadableImage(position, error.message);
        });
      images.set(pixels, position * length);
    }
  }

  async encode(image: Float32Array, { size: [height, width], format }: ImageOptions & { format: 'jpeg' | 'png' }) {
    const raw = sharp(Uint8Array.from(image), { raw: { height, width, channels: 3 } });
    return raw.toFormat(format).toBuffer();
  }
}

export const plainFormats = plugin({
  name: 'plain-formats',
  services: ({ bind }) => {
    bind(ImageFormats).toConstantValue(new PlainFormats());
  },
});
