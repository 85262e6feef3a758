import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FORMAT, type Manifest, sha256 } from './manifest.js';
import type { Store } from './store.js';

export type ArtifactState =
  | { readonly state: 'absent' }
  | { readonly state: 'damaged'; readonly reason: string }
  | { readonly state: 'whole'; readonly manifest: Manifest };

/** Looks at an artifact and verifies the size and digest of each of its files. */
export async function readArtifact(store: Store, fingerprint: string): Promise<ArtifactState> {
  const folder = store.artifact(fingerprint);
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && !(await stat(folder).catch(() => undefined))) return { state: 'absent' };
    return { state: 'damaged', reason: missing ? 'manifest.json is missing' : 'manifest.json can not be read' };
  }
  if (manifest.format !== FORMAT || manifest.fingerprint !== fingerprint) {
    return { state: 'damaged', reason: 'manifest.json is of another artifact or version' };
  }
  for (const [name, expected] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found) return { state: 'damaged', reason: `${name} is missing` };
    if (found.size !== expected.sizeBytes) {
      return { state: 'damaged', reason: `${name} has ${found.size} bytes, expected ${expected.sizeBytes}` };
    }
    if ((await sha256(path)) !== expected.sha256)
      return { state: 'damaged', reason: `the checksum of ${name} is wrong` };
  }
  return { state: 'whole', manifest };
}
