import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { archiveDamaged, arrayDamaged } from './messages.js';
import { LARGEST_EXPANSION, type NumberArray } from './number-array.js';
import { readNpy } from './read-npy.js';

/**
 * Reads arrays of a `.npz` file, compressed or not.
 * @param wanted whether an array of this name is read.
 * @returns the arrays by name, and the names of all.
 */
export async function readNpz(
  name: string,
  path: string,
  wanted: (array: string) => boolean,
): Promise<{ arrays: Map<string, NumberArray>; names: readonly string[] }> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(path, { autoClose: false }).catch((error: Error) => {
    throw archiveDamaged(name, error.message);
  });
  try {
    const arrays = new Map<string, NumberArray>();
    const names: string[] = [];
    for (const entry of await entriesOf(name, zip)) {
      const array = entry.fileName.replace(/\.npy$/, '');
      names.push(array);
      const place = `${name}[${array}]`;
      if (wanted(array)) arrays.set(array, readNpy(place, await contentOf(place, zip, entry)));
    }
    return { arrays, names };
  } finally {
    zip.close();
  }
}

async function entriesOf(name: string, zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    throw archiveDamaged(name, (error as Error).message);
  }
  return entries;
}

async function contentOf(place: string, zip: ZipFile, entry: Entry): Promise<Buffer> {
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > compressedSize * LARGEST_EXPANSION)
    throw arrayDamaged(place, 0, `it would be ${uncompressedSize} bytes, unpacked from ${compressedSize}`);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  } catch (error) {
    throw arrayDamaged(place, 0, `it can not be unpacked: ${(error as Error).message}`);
  }
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw arrayDamaged(place, 0, 'its checksum (CRC-32) is wrong');
  return bytes;
}
