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

/** The darkest and the brightest level of an image. */
function extremes(
  { pixels, start, height, width }: ImageView,
  { scale, offset }: RangeScale,
): readonly [number, number] {
  const end = start + height * width * 3;
  const bounds = CHANNELS.map((channel) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let index = start + channel; index < end; index += 3) {
      const value = pixels[index];
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
function changeLevels(
  { pixels, start, height, width }: ImageView,
  { scale, offset }: RangeScale,
  change: LevelChange,
): void {
  const { factor, shift, low, high } = change;
  const end = start + height * width * 3;
  for (const channel of CHANNELS) {
    const [from, unit] = [offset[channel], scale[channel]];
    const added = from + shift * unit - from * factor;
    const [least, most] = [low * unit + from, high * unit + from];
    for (let index = start + channel; index < end; index += 3) {
      pixels[index] = Math.min(Math.max(pixels[index] * factor + added, least), most);
    }
  }
}
