import type { ImageTransform } from './image-transform.js';
import type { RangeScale } from './value-range.js';
import type { ImageView } from './warp-image.js';

const CHANNELS = [0, 1, 2];

/**
 * Shifts all channels of an image, not beyond the darkest and brightest that it has, then scales its light within 0..255.
 * Both are meant in grey levels, whatever the image's range. Unlike Keras, light does not round to whole grey levels.
 */
export function recolourImage(
  image: ImageView,
  { channelShift, brightness }: Pick<ImageTransform, 'channelShift' | 'brightness'>,
  scale: RangeScale,
): void {
  if (channelShift !== 0) {
    const [low, high] = extremes(image, scale);
    changeLevels(image, scale, { factor: 1, shift: channelShift, low, high });
  }
  if (brightness !== undefined) changeLevels(image, scale, { factor: brightness, shift: 0, low: 0, high: 255 });
}

const end = ({ start, height, width }: ImageView) => start + height * width * 3;

/** The darkest and the brightest level of an image. */
function extremes(image: ImageView, { scale, offset }: RangeScale): readonly [number, number] {
  const bounds = CHANNELS.map((channel) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let index = image.start + channel; index < end(image); index += 3) {
      const value = image.pixels[index];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high].map((value) => (value - offset[channel]) / scale[channel]);
  });
  return [Math.min(...bounds.map(([low]) => low)), Math.max(...bounds.map(([, high]) => high))];
}

interface LevelChange {
  readonly factor: number;
  readonly shift: number;
  readonly low: number;
  readonly high: number;
}

/** `level * factor + shift`, kept within two levels; reckoned in the values of the range, which saves the way there and back. */
function changeLevels({ pixels, ...image }: ImageView, { scale, offset }: RangeScale, change: LevelChange): void {
  const { factor, shift, low, high } = change;
  const last = end({ pixels, ...image });
  for (const channel of CHANNELS) {
    const [from, unit] = [offset[channel], scale[channel]];
    const added = from + shift * unit - from * factor;
    const [least, most] = [low * unit + from, high * unit + from];
    for (let index = image.start + channel; index < last; index += 3) {
      const value = pixels[index] * factor + added;
      pixels[index] = value < least ? least : value > most ? most : value;
    }
  }
}
