import { type ReadRecordsOptions, type RecordBlock, readRecords } from '../records/index.js';
import { ExampleParser, type FeatureSpecs } from './example-parser.js';
import type { Column } from './feature-column.js';
import { readExamplesInParallel } from './read-examples-in-parallel.js';

export interface ReadExamplesOptions extends Omit<ReadRecordsOptions, 'keep' | 'damage'> {
  readonly batchSize: number;
  /** Features in the feature lists of SequenceExamples. */
  readonly steps?: FeatureSpecs;
  /**
   * Number of threads that read files concurrently. Default: 1. With more, batches of different files come in turn, each with records of one
   * thread's files, in the same order on each run.
   */
  readonly parallelReads?: number;
}

/**
 * Reads selected features of all records of files, in batches, from front to back; the last batch may be smaller. Memory does not grow with the
 * files. Byte strings are overwritten when the next batch is requested: copy those to keep.
 * @throws RecordFlaw
 * @throws MalformedExample
 */
export async function* readExamples(
  paths: readonly string[],
  features: FeatureSpecs,
  { parallelReads = 1, ...all }: ReadExamplesOptions,
): AsyncGenerator<Readonly<Record<string, Column>>> {
  if (parallelReads > 1 && paths.length > 1)
    return yield* readExamplesInParallel(paths, features, { parallelReads, ...all });
  const { batchSize, steps, ...options } = all;
  const parser = new ExampleParser(features, steps);
  // Byte strings are subarrays of the blocks, and a batch may span several blocks.
  const keep = [...Object.values(features), ...Object.values(steps ?? {})].some(({ type }) => type === 'bytes');
  /** Blocks with byte strings of the batch. */
  let used: RecordBlock[] = [];
  let rows = 0;
  parser.begin(batchSize);
  for (const path of paths) {
    for await (const block of readRecords(path, { ...options, keep })) {
      for (const [row, start] of block.starts.entries()) {
        parser.add(block.bytes, start, block.ends[row]);
        rows += 1;
        if (rows < batchSize) continue;
        yield parser.finish();
        for (const done of used) done.release();
        used = [];
        parser.begin(batchSize);
        rows = 0;
      }
      used.push(block);
    }
  }
  if (rows > 0) yield parser.finish();
}
