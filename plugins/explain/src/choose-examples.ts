import type { Batch, Dataset, Random } from '@expgraph/sdk';

export interface Chosen {
  readonly names: readonly string[];
  readonly batch: Batch;
}

/** Reads a random sample of examples, in the order of the dataset. */
export async function chooseExamples(
  data: Dataset,
  count: number,
  { random, signal }: { readonly random: Random; readonly signal: AbortSignal },
): Promise<Chosen> {
  const indices = random.permutation(data.size).slice(0, count).sort();
  const batch = await data.read(indices, { epoch: 0, signal });
  return { names: Array.from(indices, (index) => data.name(index)), batch };
}
