import { availableParallelism } from 'node:os';

/** Files that are under way at the same time: while as many as there are threads are decoded, others wait for JavaScript. */
export const IN_FLIGHT = Math.max(16, 2 * availableParallelism());

/**
 * The results of `work` for each item, in their order, with at most `limit` under way at once. The first failure stops
 * what has not begun.
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
