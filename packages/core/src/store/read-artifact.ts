import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckedState, readCheckedJson } from './checked-json.js';
import { findDamage } from './find-damage.js';
import { type Manifest, ManifestSchema } from './manifest.js';
import type { Store } from './store.js';

export type ArtifactState =
  | { readonly state: 'absent' }
  | { readonly state: 'damaged'; readonly reason: string }
  | { readonly state: 'whole'; readonly manifest: Manifest };

/** Reads an artifact's manifest, and verifies the size and digest of each file. */
export async function readArtifact(store: Store, fingerprint: string): Promise<ArtifactState> {
  const folder = store.artifact(fingerprint);
  const found = await readManifest(store, fingerprint);
  if (found.state === 'absent') {
    const isThere = await stat(folder).catch(() => undefined);
    return isThere ? { state: 'damaged', reason: 'manifest.json is missing' } : found;
  }
  if (found.state === 'damaged') return found;
  const reason = await findDamage(folder, found.content.files);
  return reason === undefined ? { state: 'whole', manifest: found.content } : { state: 'damaged', reason };
}

/** Reads the manifest of an artifact, without checking its files. */
export async function readManifest(store: Store, fingerprint: string): Promise<CheckedState<Manifest>> {
  const path = join(store.artifact(fingerprint), 'manifest.json');
  const found = await readCheckedJson(path, ManifestSchema).catch((error: NodeJS.ErrnoException) => {
    // A file is in place of the artifact's folder.
    if (error.code === 'ENOTDIR') return { state: 'damaged', reason: 'it is not a folder' } as const;
    throw error;
  });
  if (found.state === 'whole' && found.content.fingerprint !== fingerprint)
    return { state: 'damaged', reason: 'manifest.json is of another artifact' };
  return found;
}
