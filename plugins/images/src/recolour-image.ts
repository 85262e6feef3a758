import type { ImageTransform } from './image-transform.js';
import type { RangeScale } from './value-range.js';
import type { ImageView } from './warp-image.js';

/**
 * Shifts all channels of an image, not beyond the darkest and brightest that it has, then scales its light within 0..255.
 * Both are meant in grey levels, whatever the image's range. Unlike Keras, light does not round to whole grey levels.
 */
export function recolourImage(
  { pixels, start, height, width, channels }: ImageView,
  { channelShift, brightness }: Pick<ImageTransform, 'channelShift' | 'brightness'>,
  { scale, offset }: RangeScale,
): void {
  const end = start + height * width * channels;
  const level = (index: number, channel: number) => (pixels[index] - offset[channel]) / scale[channel];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = start, channel = 0; index < end; index += 1, channel = (channel + 1) % channels) {
    const value = level(index, channel);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (let index = start, channel = 0; index < end; index += 1, channel = (channel + 1) % channels) {
    let value = Math.min(Math.max(level(index, channel) + channelShift, low), high);
    if (brightness !== undefined) value = Math.min(Math.max(value * brightness, 0), 255);
    pixels[index] = value * scale[channel] + offset[channel];
  }
}
