import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Table } from '@expgraph/sdk';
import { inspectionFailed } from '../messages.js';
import { table as aligned } from '../terminal/format.js';
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

/** `expgraph tfrecord inspect FILE`: shows the tables of the node inspect/tfrecord. */
export async function inspect(file: string, { maxRecords, json }: InspectCommandOptions): Promise<void> {
  await stat(file).catch(() => {
    throw inspectionFailed(file, `There is no file or folder "${file}".`);
  });
  const temporary = await mkdtemp(join(tmpdir(), 'expgraph-tfrecord-'));
  const tables: { readonly title: string; readonly table: Table }[] = [];
  try {
    const { failures } = await runAside({
      name: 'inspect',
      nodes: { inspect: { type: 'inspect/tfrecord', config: { source: resolve(file), maxRecords } } },
      folder: process.cwd(),
      temporary,
      plugins: PLUGINS,
      handle: (event) => {
        if (event.type === 'table') tables.push({ title: event.title, table: event.table });
      },
    });
    if (failures.length > 0) throw inspectionFailed(file, failures.join('\n'));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  process.stdout.write(json ? `${JSON.stringify(tables, null, 2)}\n` : `${tables.flatMap(render).join('\n')}\n`);
}

function render({ title, table: { columns, rows } }: { readonly title: string; readonly table: Table }): string[] {
  const { bold } = paint(process.stdout);
  return [bold(title), ...aligned([columns, ...rows].map((row) => row.map((cell) => `${cell}`))), ''];
}
