import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { suggest } from '@expgraph/data/wording';

/** Returns the name in the same folder that is most similar to the name of a missing path. */
export async function nearPath(path: string): Promise<string | undefined> {
  return suggest(basename(path), await readdir(dirname(path)).catch(() => []));
}
