import type { ImagePicture, Picture } from '@expgraph/sdk';
import { drawBars } from './draw-bars.js';
import { drawGrid } from './draw-grid.js';
import { drawLines } from './draw-lines.js';
import { drawTexts } from './draw-texts.js';

/** Draws a picture as a self-contained SVG in which all texts of the data are escaped. */
export function drawPicture(title: string, picture: Exclude<Picture, ImagePicture>): string {
  switch (picture.kind) {
    case 'lines':
      return drawLines(title, picture);
    case 'bars':
      return drawBars(title, picture);
    case 'grid':
      return drawGrid(title, picture);
    case 'texts':
      return drawTexts(title, picture);
  }
}
