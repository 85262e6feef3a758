import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '@expgraph/data/files';
import type { Entry } from 'yauzl';
import type { SetUpProgress } from './set-up-progress.js';

/** Unpacks files of wheels. `place` returns the path in the folder for the name of a file, or undefined to skip it. */
export async function unpackWheels(
  wheels: readonly string[],
  folder: string,
  title: string,
  progress: SetUpProgress,
  place: (name: string) => string | undefined,
): Promise<void> {
  const { openPromise } = await import('yauzl');
  const zips = [];
  try {
    const wanted: { entry: Entry; name: string; zip: Awaited<ReturnType<typeof openPromise>> }[] = [];
    for (const wheel of wheels) {
      const zip = await openPromise(wheel, { autoClose: false });
      zips.push(zip);
      for await (const entry of zip.eachEntry()) {
        const name = place(entry.fileName);
        if (name) wanted.push({ entry, name, zip });
      }
    }
    progress.step(
      title,
      wanted.reduce((total, { entry }) => total + entry.uncompressedSize, 0),
    );
    for (const { entry, name, zip } of wanted) {
      const target = join(folder, name);
      await makeFolder(dirname(target));
      const count = new Transform({
        transform(chunk: Buffer, _, done) {
          progress.advance(chunk.length);
          done(null, chunk);
        },
      });
      await pipeline(await zip.openReadStreamPromise(entry), count, createWriteStream(target));
    }
  } finally {
    for (const zip of zips) zip.close();
  }
}
