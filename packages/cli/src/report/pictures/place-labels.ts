import type { PictureAxis } from '@expgraph/sdk';
import { text } from './svg.js';
import { shortened, textWidth } from './text-width.js';

const LETTER = 6.2;
const LONGEST = 16;
/** Maximum number of positions at which every name is shown, rotated. */
const MOST_TURNED = 80;
const TURN = -60;

export interface PlaceLabels {
  /** Height below the picture, in pixels. */
  readonly height: number;
  readonly parts: readonly string[];
}

/**
 * Draws names, or numbers from 1, below the positions of an axis, as many as fit. Names are rotated if that makes room for all.
 * @param x returns the center of a position
 * @param spacing distance between positions
 */
export function placeLabels(
  axis: PictureAxis | undefined,
  count: number,
  x: (place: number) => number,
  { top, spacing }: { readonly top: number; readonly spacing: number },
): PlaceLabels {
  const nameOf = (place: number) => shortened(axis?.names?.[place] ?? String(place + 1), LONGEST);
  const places = Array.from({ length: count }, (_, place) => place);
  const longest = places.reduce((most, place) => Math.max(most, textWidth(nameOf(place)) * LETTER), 0);
  const turned = axis?.names !== undefined && longest + 6 > spacing && spacing >= 9 && count <= MOST_TURNED;
  if (turned) {
    const parts = places.map((place) => text(x(place) + 4, top + 12, nameOf(place), { anchor: 'end', turn: TURN }));
    return { height: longest * 0.87 + 16, parts };
  }
  const every = Math.max(1, Math.ceil((longest + 10) / spacing));
  const shown = places.filter((place) => place % every === 0);
  return { height: 20, parts: shown.map((place) => text(x(place), top + 14, nameOf(place), { anchor: 'middle' })) };
}
