import { type ReadRecordsOptions, readRecords } from '../records/index.js';
import { ExampleParser, type FeatureSpecs } from './example-parser.js';
import type { Column } from './feature-column.js';

export interface ReadExamplesOptions extends Omit<ReadRecordsOptions, 'keep'> {
  readonly batchSize: number;
  /** Features that lie in the feature lists of SequenceExamples. */
  readonly steps?: FeatureSpecs;
}

/**
 * Chosen features of all records of files, in batches, from front to back; the last batch is smaller. Memory does not grow with
 * the files.
 * @throws RecordFlaw
 * @throws MalformedExample
 */
export async function* readExamples(
  paths: readonly string[],
  features: FeatureSpecs,
  { batchSize, steps, ...options }: ReadExamplesOptions,
): AsyncGenerator<Readonly<Record<string, Column>>> {
  const parser = new ExampleParser(features, steps);
  // Byte strings are parts of the blocks, and a batch may be of several.
  const keep = [...Object.values(features), ...Object.values(steps ?? {})].some(({ type }) => type === 'bytes');
  let rows = 0;
  parser.begin(batchSize);
  for (const path of paths) {
    for await (const { bytes, starts, ends } of readRecords(path, { ...options, keep })) {
      for (let row = 0; row < starts.length; row += 1) {
        parser.add(bytes, starts[row], ends[row]);
        rows += 1;
        if (rows < batchSize) continue;
        yield parser.finish();
        parser.begin(batchSize);
        rows = 0;
      }
    }
  }
  if (rows > 0) yield parser.finish();
}
