import { createHash } from 'node:crypto';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf } from '../../test/image-files.js';
import { FolderImages } from './folder-images.js';

describe('FolderImages', () => {
  beforeAll(() => startBackend());

  it('computes the checksum of files of any length', async () => {
    // An empty file, a file that fits into the first buffer, and one that does not.
    const lengths = [0, 3, 200_000];
    const files = lengths.map((length) => Buffer.from(Uint8Array.from({ length }, (_, at) => at)));
    const folder = await folderOf(Object.fromEntries(files.map((file, index) => [`${index}.jpg`, file])));
    const images = new FolderImages(folder);
    for (const [index, file] of files.entries()) {
      const { bytes, sha256 } = await images.read(`${index}.jpg`, { digest: true });
      expect(bytes.equals(file)).toBe(true);
      expect(sha256).toBe(createHash('sha256').update(file).digest('hex'));
      expect((await images.read(`${index}.jpg`)).sha256).toBeUndefined();
    }
  });
});
