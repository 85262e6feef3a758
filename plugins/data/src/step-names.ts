import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { forEachBatch } from '@expgraph/data/dataset';
import type { Dataset } from '@expgraph/sdk';

/** The names of timesteps in a file: a line of JSON per example, in the order of the rows. The file is read on first use. */
export class StepNames {
  private lines: readonly string[] | undefined;

  constructor(private readonly path: string) {}

  at(place: number): readonly string[] {
    this.lines ??= readFileSync(this.path, 'utf8').split('\n');
    return JSON.parse(this.lines[place]) as string[];
  }
}

/** Examples to read at a time. */
const BATCH = 64;

/** Writes the names of the timesteps of all examples, in all variants. */
export async function writeStepNames(
  path: string,
  data: Dataset,
  { variants, signal }: { readonly variants: number; readonly signal: AbortSignal },
): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let epoch = 0; epoch < variants; epoch += 1) {
      await forEachBatch(data, { batchSize: BATCH, epoch, signal }, async ({ steps, shape: [count] }) => {
        const names = steps?.() ?? Array.from({ length: count }, () => []);
        await file.writeFile(names.map((steps) => `${JSON.stringify(steps)}\n`).join(''));
      });
    }
  } finally {
    await file.close();
  }
}
