import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Picture } from '@expgraph/sdk';
import { escapeXml } from '../graph/graph-svg.js';
import { drawPicture } from './pictures/draw-picture.js';

/** A picture of the report. */
export interface Figure {
  readonly html: string;
  /** Content of the picture's file, unless it is a file already. */
  readonly svg?: string;
}

const MEDIA: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

/**
 * Draws a picture, or reads its file.
 * @param folderOf returns the path of a folder of the node
 */
export async function figureOf(
  title: string,
  picture: Picture,
  folderOf: (name: string) => string | undefined,
): Promise<Figure | undefined> {
  if (picture.kind !== 'image') {
    const svg = drawPicture(title, picture);
    return { svg, html: figure(svg, picture.caption) };
  }
  const folder = folderOf(picture.folder);
  const bytes = folder && (await readFile(join(folder, picture.file)).catch(() => undefined));
  // A failed node has no folders.
  if (!bytes) return undefined;
  const address = `data:${MEDIA[extname(picture.file).toLowerCase()]};base64,${bytes.toString('base64')}`;
  return { html: figure(`<img alt="${escapeXml(title)}" src="${address}">`, picture.caption) };
}

function figure(content: string, caption: string | undefined): string {
  const below = caption ? `<figcaption>${escapeXml(caption)}</figcaption>` : '';
  return `<figure class="scroll">${content}${below}</figure>`;
}
