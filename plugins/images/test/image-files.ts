import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

export type Color = readonly [red: number, green: number, blue: number];

/** Creates a temporary folder. */
export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'expgraph-images-'));

/** Returns a PNG or JPEG file of one color. */
export function plainImage(color: Color, format: 'png' | 'jpeg' = 'png', [height, width] = [8, 8]): Promise<Buffer> {
  const [r, g, b] = color;
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .toFormat(format, { quality: 100 })
    .toBuffer();
}

/** Returns an image of raw bytes, `uint8[height, width, channels]`. */
export function rawImage(bytes: ArrayLike<number>, [height, width]: readonly [number, number], channels: 1 | 3 | 4) {
  return sharp(Uint8Array.from(bytes), { raw: { width, height, channels } });
}

/** Writes files, keyed by path, into a new folder. */
export async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** Returns images of distinct colors, so that no two have the same content. */
export async function distinctImages(paths: readonly string[]): Promise<Record<string, Buffer>> {
  const images = paths.map(async (path, index) => [path, await plainImage([index, 255 - index, 128])] as const);
  return Object.fromEntries(await Promise.all(images));
}
