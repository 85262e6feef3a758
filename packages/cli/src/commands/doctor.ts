import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, table } from '../terminal/format.js';
import { print, printJson } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';

/** `expgraph doctor` */
export async function doctor({ json, store }: { json?: boolean; store: string }): Promise<void> {
  const { inspectBackend } = await import('@expgraph/tensorflow/runtime');
  const { findings } = await inspectBackend();
  const size = await sizeBelow(store);
  const all = [
    ...findings,
    { subject: 'store', status: 'ok' as const, detail: `${store}: ${bytes(size)}`, remedy: undefined },
  ];
  if (json) {
    printJson(all);
    return;
  }
  const { green, yellow, red } = paint(process.stdout);
  const mark = { ok: green('ok'), warning: yellow('warning'), problem: red('problem') };
  const width = { ok: 'ok', warning: 'warning', problem: 'problem' };
  const lines = table(all.map(({ subject, status, detail }) => [`  ${subject}`, width[status], detail]));
  for (const [index, line] of lines.entries()) {
    const { status, remedy } = all[index];
    print(line.replace(` ${width[status]} `, ` ${mark[status]} `));
    if (remedy) print(`      ${remedy}`);
  }
}

async function sizeBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          (file) => file.size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((total, size) => total + size, 0);
}
