import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Dataset } from '@expgraph/sdk';

/** The names of timesteps in a file, a line of JSON an element, in the order of the rows. It is read when one is asked for. */
export class StepNames {
  private lines: readonly string[] | undefined;

  constructor(private readonly path: string) {}

  at(place: number): readonly string[] {
    this.lines ??= readFileSync(this.path, 'utf8').split('\n');
    return JSON.parse(this.lines[place]) as string[];
  }
}

/** Elements that are read at a time. */
const BATCH = 64;

/** Writes the names of the timesteps of all elements in all variants. */
export async function writeStepNames(
  path: string,
  data: Dataset,
  { variants, signal }: { readonly variants: number; readonly signal: AbortSignal },
): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let epoch = 0; epoch < variants; epoch += 1) {
      for (let start = 0; start < data.size; start += BATCH) {
        signal.throwIfAborted();
        const indices = Array.from({ length: Math.min(BATCH, data.size - start) }, (_, index) => start + index);
        const batch = await data.read(indices, { epoch, signal });
        const names = batch.steps?.() ?? indices.map(() => []);
        batch.release?.();
        await file.writeFile(names.map((steps) => `${JSON.stringify(steps)}\n`).join(''));
      }
    }
  } finally {
    await file.close();
  }
}
