import { availableParallelism } from 'node:os';

/** Number of files to process at the same time: while one per thread is decoded, the others wait for JavaScript. */
export const IN_FLIGHT = Math.max(16, 2 * availableParallelism());

/**
 * Returns the results of `work` for each item, in their order, with at most `limit` in flight at once. The first failure stops the items that
 * have not started.
 */
export async function parallelMap<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < items.length && !failed) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(items[index], index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
