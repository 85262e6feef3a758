import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { suggest } from '@expgraph/data/wording';

/** The name in the same folder that a missing path was probably meant to be. */
export async function nearPath(path: string): Promise<string | undefined> {
  return suggest(basename(path), await readdir(dirname(path)).catch(() => []));
}
