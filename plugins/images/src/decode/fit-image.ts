import type { Box } from './resample.js';

export const RESIZES = ['stretch', 'crop', 'pad'] as const;

export interface Fit {
  /** Part of the image that is used. */
  readonly box: Box;
  /** `[height, width]` that the part is resized to. */
  readonly size: readonly [number, number];
  /** Position in the result; the rest is black. */
  readonly top: number;
  readonly left: number;
}

/**
 * Fits an image into a size with another aspect ratio: stretches it, crops its center to that aspect ratio, or scales it and pads it with
 * black.
 */
export function fitImage(
  [height, width]: readonly [number, number],
  [toHeight, toWidth]: readonly [number, number],
  resize: (typeof RESIZES)[number],
): Fit {
  if (resize === 'crop') {
    const scale = Math.max(toHeight / height, toWidth / width);
    const [boxHeight, boxWidth] = [Math.min(toHeight / scale, height), Math.min(toWidth / scale, width)];
    const [top, left] = [(height - boxHeight) / 2, (width - boxWidth) / 2];
    return { box: { top, left, height: boxHeight, width: boxWidth }, size: [toHeight, toWidth], top: 0, left: 0 };
  }
  const box = { top: 0, left: 0, height, width };
  if (resize === 'stretch') return { box, size: [toHeight, toWidth], top: 0, left: 0 };
  const scale = Math.min(toHeight / height, toWidth / width);
  const size = [height, width].map((length) => Math.max(1, Math.round(length * scale))) as [number, number];
  return { box, size, top: Math.floor((toHeight - size[0]) / 2), left: Math.floor((toWidth - size[1]) / 2) };
}
