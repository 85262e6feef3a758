import type { FeatureSpecs } from './example-parser.js';
import { ExampleThread } from './example-thread.js';
import type { Column } from './feature-column.js';
import { unpackColumns } from './pack-columns.js';
import type { ReadExamplesOptions } from './read-examples.js';

/**
 * Reads files on several threads, assigned in turn, and yields one batch of each thread in turn while it has any. The order is the same on each
 * run, but differs from that of one thread.
 */
export async function* readExamplesInParallel(
  paths: readonly string[],
  features: FeatureSpecs,
  { parallelReads, onFlaw, signal, ...options }: ReadExamplesOptions & { readonly parallelReads: number },
): AsyncGenerator<Readonly<Record<string, Column>>> {
  const count = Math.min(parallelReads, paths.length);
  const specs = { ...features, ...options.steps };
  const threads = Array.from({ length: count }, (_, index) => {
    const own = paths.filter((_, file) => file % count === index);
    return ExampleThread.begin({ paths: own, features, options, tolerant: onFlaw !== undefined });
  });
  try {
    let reading = threads;
    while (reading.length > 0) {
      for (const thread of reading) {
        signal?.throwIfAborted();
        const packed = await thread.next(onFlaw);
        if (!packed) {
          reading = reading.filter((other) => other !== thread);
          continue;
        }
        const { columns, buffers } = unpackColumns(packed, specs);
        yield columns;
        thread.used(buffers);
      }
    }
  } finally {
    for (const thread of threads) thread.close();
  }
}
