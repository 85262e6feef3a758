import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Table } from '@expgraph/sdk';
import { inspectionFailed } from '../messages.js';
import { table as aligned } from '../terminal/format.js';
import { printJson, printLines } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';
import { runAside } from './run-aside.js';

const PLUGINS = {
  from: import.meta.url,
  names: ['@expgraph/tensorflow', '@expgraph/plugin-images', '@expgraph/plugin-tfrecord'],
};

export interface InspectCommandOptions {
  readonly maxRecords?: number;
  readonly json?: boolean;
}

/** `expgraph tfrecord inspect PATH...`: prints the tables of the node inspect/tfrecord. */
export async function inspect(paths: readonly string[], { maxRecords, json }: InspectCommandOptions): Promise<void> {
  const source = await sourceOf(paths);
  const temporary = await mkdtemp(join(tmpdir(), 'expgraph-tfrecord-'));
  const tables: { readonly title: string; readonly table: Table }[] = [];
  try {
    const { failures } = await runAside({
      name: 'inspect',
      nodes: { inspect: { type: 'inspect/tfrecord', config: { ...source, maxRecords } } },
      folder: process.cwd(),
      temporary,
      builtIn: PLUGINS,
      handle: (event) => {
        if (event.type === 'table') tables.push({ title: event.title, table: event.table });
      },
    });
    if (failures.length > 0) {
      const message = failures.map((failure) => failure.message).join('\n');
      throw inspectionFailed(paths[0], message, failures);
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  if (json) printJson(tables);
  else printLines(tables.flatMap(render));
}

/** Returns the source of the node. Several files, for example of the shell pattern `train-*`, become a pattern in their common folder. */
async function sourceOf(paths: readonly string[]): Promise<{ readonly source: string; readonly files?: string }> {
  const kinds = await Promise.all(
    paths.map((path) =>
      stat(path).catch(() => {
        throw inspectionFailed(path, `The file or folder "${path}" does not exist.`);
      }),
    ),
  );
  if (paths.length === 1) return { source: resolve(paths[0]) };
  const folder = kinds.findIndex((kind) => kind.isDirectory());
  if (folder >= 0)
    throw inspectionFailed(paths[folder], `"${paths[folder]}" is a folder, expected one folder or several files.`);
  const files = paths.map((path) => resolve(path));
  const source = files.map(dirname).reduce(commonFolder);
  const names = new Set(
    files.map((file) =>
      relative(source, file)
        .split(sep)
        .join('/')
        .replace(/[^\w/.-]/gu, '\\$&'),
    ),
  );
  return { source, files: names.size === 1 ? [...names][0] : `{${[...names].join(',')}}` };
}

function commonFolder(one: string, other: string): string {
  const [ours, theirs] = [one.split(sep), other.split(sep)];
  const differs = ours.findIndex((name, depth) => name !== theirs[depth]);
  return (differs < 0 ? ours : ours.slice(0, differs)).join(sep) || sep;
}

function render({ title, table: { columns, rows } }: { readonly title: string; readonly table: Table }): string[] {
  const { bold } = paint(process.stdout);
  return [bold(title), ...aligned([columns, ...rows].map((row) => row.map((cell) => `${cell}`))), ''];
}
