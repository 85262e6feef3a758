import { open } from 'node:fs/promises';
import type { Dataset } from '@expgraph/sdk';
import type { KeptElement, RowStore } from './cached-dataset.js';
import type { ElementRows } from './element-rows.js';
import type { StepNames } from './step-names.js';

/** Rows in a file, those of the first variant first. */
export class FileRows implements RowStore {
  constructor(
    private readonly path: string,
    private readonly size: number,
    private readonly length: number,
    private readonly steps?: StepNames,
  ) {}

  async elements(indices: readonly number[], variant: number): Promise<KeptElement[]> {
    const file = await open(this.path);
    try {
      const rows = indices.map(async (index) => {
        const bytes = new Uint8Array(this.length * 4);
        const place = variant * this.size + index;
        const { bytesRead } = await file.read(bytes, 0, bytes.length, place * bytes.length);
        if (bytesRead < bytes.length) throw new Error(`"${this.path}" is shorter than its data set`);
        const row = new Float32Array(bytes.buffer);
        return this.steps ? { row, steps: () => this.steps?.at(place) ?? [] } : { row };
      });
      return await Promise.all(rows);
    } finally {
      await file.close();
    }
  }
}

/** Elements that are read at a time. */
const BATCH = 64;

/** Writes the rows of all elements in all variants. */
export async function writeRows(
  path: string,
  data: Dataset,
  layout: ElementRows,
  { variants, signal, advance }: { variants: number; signal: AbortSignal; advance: (elements: number) => void },
): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let epoch = 0; epoch < variants; epoch += 1) {
      for (let start = 0; start < data.size; start += BATCH) {
        signal.throwIfAborted();
        const indices = Array.from({ length: Math.min(BATCH, data.size - start) }, (_, index) => start + index);
        await file.writeFile(new Uint8Array(layout.encode(await data.read(indices, { epoch, signal })).buffer));
        advance(indices.length);
      }
    }
  } finally {
    await file.close();
  }
}
