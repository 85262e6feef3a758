import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** The files below a folder, with paths relative to it; of a file, the file itself with an empty relative path. */
export async function* filesBelow(path: string, relative = ''): AsyncGenerator<{ path: string; relative: string }> {
  if (!(await stat(path)).isDirectory()) {
    yield { path, relative };
    return;
  }
  for (const name of (await readdir(path)).sort()) yield* filesBelow(join(path, name), posix.join(relative, name));
}
