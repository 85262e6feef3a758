import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codec, Metrics } from '@expgraph/sdk';

const FILE = 'metrics.json';

/** Stores metrics as JSON; NaN and infinities, which JSON lacks, as strings. */
export const metricsCodec: Codec<Metrics> = {
  async encode(metrics, folder) {
    const entries = Object.entries(metrics).map(([name, value]) => [
      name,
      Number.isFinite(value) ? value : String(value),
    ]);
    await writeFile(join(folder, FILE), JSON.stringify(Object.fromEntries(entries), null, 2));
  },
  async decode(folder) {
    const content = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Record<string, number | string>;
    return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, Number(value)]));
  },
};
