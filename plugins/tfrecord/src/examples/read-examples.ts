import { type ReadRecordsOptions, type RecordBlock, readRecords } from '../records/index.js';
import { ExampleParser, type FeatureSpecs } from './example-parser.js';
import type { Column } from './feature-column.js';
import { readExamplesSideBySide } from './read-examples-side-by-side.js';

export interface ReadExamplesOptions extends Omit<ReadRecordsOptions, 'keep' | 'damage'> {
  readonly batchSize: number;
  /** Features that lie in the feature lists of SequenceExamples. */
  readonly steps?: FeatureSpecs;
  /**
   * Threads that files are read on side by side, 1 unless told. With more, batches of different files come in turn, each of the records of one
   * thread's files: in the same order each time.
   */
  readonly parallelReads?: number;
}

/**
 * Chosen features of all records of files, in batches, from front to back; the last batch is smaller. Memory does not grow with
 * the files. Byte strings are overwritten when the next batch is asked for: what is to stay must be copied.
 * @throws RecordFlaw
 * @throws MalformedExample
 */
export async function* readExamples(
  paths: readonly string[],
  features: FeatureSpecs,
  { parallelReads = 1, ...all }: ReadExamplesOptions,
): AsyncGenerator<Readonly<Record<string, Column>>> {
  if (parallelReads > 1 && paths.length > 1)
    return yield* readExamplesSideBySide(paths, features, { parallelReads, ...all });
  const { batchSize, steps, ...options } = all;
  const parser = new ExampleParser(features, steps);
  // Byte strings are parts of the blocks, and a batch may be of several.
  const keep = [...Object.values(features), ...Object.values(steps ?? {})].some(({ type }) => type === 'bytes');
  /** Blocks that the batch has byte strings of. */
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
