import { dirname, join, relative, sep } from 'node:path';
import { type Static, Type } from '@expgraph/sdk';
import { checkedJson, readCheckedJson } from './checked-json.js';
import { exists, writeDurably } from './durable.js';
import { findDamage } from './find-damage.js';
import { FileListSchema } from './manifest.js';
import { readManifest } from './read-artifact.js';
import { Store } from './store.js';

const RunFilesSchema = Type.Record(
  Type.String(),
  Type.Object({ fingerprint: Type.String(), from: Type.String(), files: FileListSchema }),
);

/** The part of an artifact that each folder of a run (`models/train`) is a copy of, and its files. */
export type RunFiles = Static<typeof RunFilesSchema>;

const FILE = 'files.json';

export const writeRunFiles = (run: string, files: RunFiles) => writeDurably(join(run, FILE), checkedJson(files));

/** Reads the record of a run's folders; empty for a run of an older version or a damaged record. */
export async function readRunFiles(run: string): Promise<RunFiles> {
  const found = await readCheckedJson(join(run, FILE), RunFilesSchema);
  return found.state === 'whole' ? found.content : {};
}

/**
 * Compares a folder of a run or an artifact with the digests of its files. Returns the first difference; undefined if all match, or
 * if the folder has no known digests.
 */
export async function findDamageBelow(folder: string): Promise<string | undefined> {
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    const place = relative(above, folder).split(sep).join('/');
    if (await isRun(above, place)) return damageInRun(above, place);
    if (await exists(join(above, 'manifest.json'))) return damageInArtifact(above, place);
  }
  return undefined;
}

/** Checks for the journal as well: other programs write a `files.json` too. */
const isRun = async (folder: string, place: string) =>
  (await exists(join(folder, 'events.jsonl'))) &&
  (/^(models|kept)\//.test(place) || (await exists(join(folder, FILE))));

async function damageInRun(run: string, place: string): Promise<string | undefined> {
  const found = await readCheckedJson(join(run, FILE), RunFilesSchema);
  if (found.state !== 'whole')
    return found.state === 'damaged' ? found.reason : `the record of its digests, ${FILE}, is missing`;
  const files = found.content[place]?.files;
  return files && findDamage(join(run, place), files);
}

async function damageInArtifact(artifact: string, place: string): Promise<string | undefined> {
  const [store, fingerprint] = [new Store(dirname(dirname(artifact))), relative(dirname(artifact), artifact)];
  // Another folder with a file of this name.
  if (store.artifact(fingerprint) !== artifact) return undefined;
  const found = await readManifest(store, fingerprint);
  if (found.state !== 'whole') return found.state === 'damaged' ? found.reason : undefined;
  const inside = Object.entries(found.content.files).filter(([name]) => name.startsWith(`${place}/`));
  return findDamage(artifact, Object.fromEntries(inside));
}
