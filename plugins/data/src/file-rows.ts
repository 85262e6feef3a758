import { open } from 'node:fs/promises';
import { forEachBatch } from '@expgraph/data/dataset';
import type { Dataset } from '@expgraph/sdk';
import type { CachedExample, RowStore } from './cached-dataset.js';
import type { ExampleRows } from './example-rows.js';
import type { StepNames } from './step-names.js';

/** Rows in a file, one variant after another. */
export class FileRows implements RowStore {
  constructor(
    private readonly path: string,
    private readonly size: number,
    private readonly length: number,
    private readonly steps?: StepNames,
  ) {}

  async examples(indices: readonly number[], variant: number): Promise<CachedExample[]> {
    const file = await open(this.path);
    try {
      const rows = indices.map(async (index) => {
        const bytes = new Uint8Array(this.length * 4);
        const place = variant * this.size + index;
        const { bytesRead } = await file.read(bytes, 0, bytes.length, place * bytes.length);
        if (bytesRead < bytes.length) throw new Error(`"${this.path}" is shorter than its dataset`);
        const row = new Float32Array(bytes.buffer);
        return this.steps ? { row, steps: () => this.steps?.at(place) ?? [] } : { row };
      });
      return await Promise.all(rows);
    } finally {
      await file.close();
    }
  }
}

/** Examples to read at a time. */
const BATCH = 64;

/** Writes the rows of all examples, in all variants. */
export async function writeRows(
  path: string,
  data: Dataset,
  layout: ExampleRows,
  { variants, signal, advance }: { variants: number; signal: AbortSignal; advance: (examples: number) => void },
): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let epoch = 0; epoch < variants; epoch += 1) {
      await forEachBatch(data, { batchSize: BATCH, epoch, signal }, async (batch) => {
        await file.writeFile(new Uint8Array(layout.encode(batch).buffer));
        advance(batch.shape[0]);
      });
    }
  } finally {
    await file.close();
  }
}
