import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Picture, type Static, type Table, Type } from '@expgraph/sdk';

export const FORMAT = 3;

/** Schemas of logged events; their leaves are not described, since the checksum covers them. */
const LoggedSchema = Type.Union([
  Type.Object({
    type: Type.Literal('params'),
    params: Type.Unsafe<Readonly<Record<string, string | number | boolean>>>({ type: 'object' }),
  }),
  Type.Object({ type: Type.Literal('table'), title: Type.String(), table: Type.Unsafe<Table>({ type: 'object' }) }),
  Type.Object({
    type: Type.Literal('picture'),
    title: Type.String(),
    picture: Type.Unsafe<Picture>({ type: 'object' }),
  }),
  Type.Object({
    type: Type.Literal('metrics'),
    step: Type.Optional(Type.Number()),
    metrics: Type.Unsafe<Readonly<Record<string, number | string>>>({ type: 'object' }),
  }),
]);

/** Events that a node logged; they are replayed when it is cached. */
export type Logged = Static<typeof LoggedSchema>;

export const FileListSchema = Type.Record(
  Type.String(),
  Type.Object({ sizeBytes: Type.Number(), sha256: Type.String() }),
);

export const ManifestSchema = Type.Object({
  format: Type.Literal(FORMAT),
  fingerprint: Type.String(),
  node: Type.Object({ id: Type.String(), type: Type.String() }),
  fingerprintInputs: Type.Record(Type.String(), Type.String()),
  outputs: Type.Record(Type.String(), Type.Object({ kind: Type.String(), stored: Type.Boolean() }), {
    description: 'By port; outputs that are not stored are rebuilt.',
  }),
  logged: Type.Array(LoggedSchema),
  files: FileListSchema,
  milliseconds: Type.Number(),
  created: Type.String({ description: 'ISO 8601.' }),
});

/** Content of an artifact's `manifest.json`. */
export type Manifest = Static<typeof ManifestSchema>;

/** Sizes and digests of files, by path relative to a folder. */
export type FileList = Static<typeof FileListSchema>;

/** Returns size and digest of every file below a folder. */
export async function listFiles(folder: string): Promise<FileList> {
  const files: [string, FileList[string]][] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    files.push([name, { sizeBytes: (await stat(path)).size, sha256: await sha256(path) }]);
  }
  return Object.fromEntries(files);
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
