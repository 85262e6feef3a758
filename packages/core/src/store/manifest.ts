import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture, Table } from '@expgraph/sdk';

export const FORMAT = 1;

/** What a node logged; replayed when it is cached. */
export type Logged =
  | { readonly type: 'params'; readonly params: Readonly<Record<string, string | number | boolean>> }
  | { readonly type: 'table'; readonly title: string; readonly table: Table }
  | { readonly type: 'picture'; readonly title: string; readonly picture: Picture }
  | { readonly type: 'metrics'; readonly step?: number; readonly metrics: Readonly<Record<string, number | string>> };

/** What an artifact's `manifest.json` says. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly fingerprint: string;
  readonly node: { readonly id: string; readonly type: string };
  readonly ingredients: Readonly<Record<string, string>>;
  /** Outputs by port; those that are not stored are rebuilt. */
  readonly outputs: Readonly<Record<string, { readonly kind: string; readonly stored: boolean }>>;
  readonly logged: readonly Logged[];
  /** By path relative to the artifact. */
  readonly files: Readonly<Record<string, { readonly sizeBytes: number; readonly sha256: string }>>;
  readonly milliseconds: number;
  /** ISO 8601. */
  readonly created: string;
}

/** Size and digest of every file below a folder, but the manifest. */
export async function listFiles(folder: string): Promise<Manifest['files']> {
  const files: Record<string, { sizeBytes: number; sha256: string }> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    if (name === 'manifest.json') continue;
    files[name] = { sizeBytes: (await stat(path)).size, sha256: await sha256(path) };
  }
  return files;
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
