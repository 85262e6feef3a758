import type { ArtifactStore, Files, ImageFormats, Progress, Random, SharedFiles, Sources } from '@expgraph/sdk';
import { MalformedExample } from './examples/index.js';
import { type FoundShards, findShards, shardsOf } from './find-shards.js';
import { type IndexOptions, indexRecords } from './index-records.js';
import { planReading } from './input-features.js';
import { type Flaw, noRecords, noSource, nothingSound, twoSources } from './messages.js';
import { type PlainShard, plainShards } from './plain-shards.js';
import { RecordDataset } from './record-dataset.js';
import { decodeIndex, encodeIndex, type RecordIndex } from './record-index.js';
import { type ORDERS, recordOrder } from './record-order.js';
import { HEADER } from './records/frame-record.js';
import { type Compression, type RecordFlaw, readRecords } from './records/index.js';
import { type FeatureSummary, FeatureSurvey } from './survey-features.js';

export interface OpenOptions extends IndexOptions {
  readonly source?: string;
  readonly files: string;
  readonly compression: 'auto' | Compression;
  readonly order: (typeof ORDERS)[number];
}

export interface Services {
  readonly sources: Sources;
  readonly kept: ArtifactStore;
  readonly shared: SharedFiles;
  readonly progress: Progress;
  readonly random: Random;
  readonly formats: ImageFormats;
  readonly signal: AbortSignal;
}

const INDEX = 'index.v8';

/** Records that are looked at for what features there are. */
const SURVEYED = 256;

export interface OpenedRecords {
  readonly data: RecordDataset;
  readonly index: RecordIndex;
  /** How many files are read. */
  readonly shards: number;
  /** What of the source is not used, how many and why. */
  readonly skipped?: string;
}

/** The records of a source, or of files that a node has written, as a data set. */
export async function openRecords(
  written: Files | undefined,
  options: OpenOptions,
  services: Services,
): Promise<OpenedRecords> {
  const { kept, shared, signal, random, formats } = services;
  const { shards: found, skipped } = await findFiles(written, options, services);
  const salvage = options.onCorrupt === 'skip';
  const shards = await plainShards(found, { compression: options.compression, salvage, files: shared, signal });
  const known = await kept.read(INDEX);
  let index = known && decodeIndex(known);
  if (!index) {
    index = await makeIndex(shards, options, services);
    await kept.write(INDEX, encodeIndex(index));
  }
  const order = recordOrder(index.shards, options.order, random);
  return {
    data: new RecordDataset(index, shards, order, formats, options.image, options.vocabularySize),
    index,
    shards: shards.length,
    skipped,
  };
}

export async function findFiles(
  written: Files | undefined,
  { source, files }: { readonly source?: string; readonly files: string },
  { sources, signal }: Pick<Services, 'sources' | 'signal'>,
): Promise<FoundShards> {
  if (written && source !== undefined) throw twoSources(source);
  if (written) return shardsOf(written, files);
  if (source === undefined) throw noSource();
  return findShards(await sources.resolve(source, { signal }), files, source);
}

async function makeIndex(
  shards: readonly PlainShard[],
  options: OpenOptions,
  { progress, formats, signal }: Services,
): Promise<RecordIndex> {
  const seen = await survey(shards, options, signal);
  if (seen.records === 0)
    throw seen.flaw
      ? nothingSound(seen.flaw)
      : noRecords(
          shards.map(({ name }) => name),
          0,
        );
  const plan = planReading(options, seen.features);
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  const task = progress.start({ label: 'indexing records', total, unit: 'bytes' });
  try {
    return await indexRecords(shards, plan, options, { formats, signal, advance: (bytes) => task.advance(bytes) });
  } finally {
    task.end();
  }
}

interface Seen {
  readonly features: ReadonlyMap<string, FeatureSummary>;
  /** Sound ones that were looked at. */
  readonly records: number;
  /** The first that is wrong, where no record is sound. */
  readonly flaw?: Flaw;
}

/** What features the first records have. What is wrong with some records is for the index to tell. */
async function survey(
  shards: readonly PlainShard[],
  { records: kind, onCorrupt }: Pick<OpenOptions, 'records' | 'onCorrupt'>,
  signal: AbortSignal,
): Promise<Seen> {
  const survey = new FeatureSurvey(kind);
  const stop = new AbortController();
  let flaw: Flaw | undefined;
  for (const { name: shard, path, compression } of shards) {
    let record = 0;
    const onFlaw = (found: RecordFlaw) => {
      flaw ??= { shard, ...found };
      // The index will fail there. To look for what is sound behind it may take long.
      if (onCorrupt === 'fail') stop.abort();
    };
    const options = { compression, onFlaw, signal: AbortSignal.any([signal, stop.signal]) };
    try {
      for await (const { bytes, starts, ends, offset } of readRecords(path, options)) {
        for (const [row, start] of starts.entries()) {
          if (survey.records >= SURVEYED) return survey;
          const reason = whyNot(survey, bytes, start, ends[row]);
          if (reason !== undefined) flaw ??= { shard, record, offset: offset + start - HEADER, reason };
          record += 1;
        }
      }
    } catch (error) {
      if (signal.aborted || !stop.signal.aborted) throw error;
      break;
    }
  }
  return { features: survey.features, records: survey.records, flaw };
}

/** Looks at a record; why that can not be done. */
function whyNot(survey: FeatureSurvey, bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    survey.add(bytes, start, end);
    return undefined;
  } catch (error) {
    if (error instanceof MalformedExample) return error.message;
    throw error;
  }
}
