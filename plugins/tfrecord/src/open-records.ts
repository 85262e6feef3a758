import type { ArtifactStore, Files, ImageFormats, Progress, Random, SharedFiles, Sources } from '@expgraph/sdk';
import { MalformedExample } from './examples/index.js';
import { type FoundShards, findShards, shardsOf } from './find-shards.js';
import { type IndexOptions, indexRecords } from './index-records.js';
import { planRead } from './input-features.js';
import { type Flaw, noReadableRecord, noRecords, noSource, twoSources } from './messages.js';
import { RecordDataset } from './record-dataset.js';
import { decodeIndex, encodeIndex, type RecordIndex } from './record-index.js';
import { type ORDERS, recordOrder } from './record-order.js';
import { HEADER } from './records/frame-record.js';
import { type Compression, type RecordFlaw, readRecords } from './records/index.js';
import { type FeatureSummary, FeatureSurvey } from './survey-features.js';
import { type UnpackedShard, unpackShards } from './unpack-shards.js';

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

/** The number changes with the fields of the index. */
const INDEX = 'index-2.v8';

/** Number of records to survey for features. */
const SURVEYED = 256;

export interface OpenedRecords {
  readonly data: RecordDataset;
  readonly index: RecordIndex;
  /** Number of files. */
  readonly shards: number;
  /** Summary of files of the source that are not used. */
  readonly skipped?: string;
}

/** Opens the records of a source, or of files that a node has written, as a dataset. */
export async function openRecords(
  written: Files | undefined,
  options: OpenOptions,
  services: Services,
): Promise<OpenedRecords> {
  const { kept, shared, signal, random, formats } = services;
  const { shards: found, skipped } = await findFiles(written, options, services);
  const salvage = options.onCorrupt === 'skip';
  const shards = await unpackShards(found, { compression: options.compression, salvage, files: shared, signal });
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
  shards: readonly UnpackedShard[],
  options: OpenOptions,
  { progress, formats, signal }: Services,
): Promise<RecordIndex> {
  const seen = await survey(shards, options, signal);
  if (seen.records === 0)
    throw seen.flaw
      ? noReadableRecord(seen.flaw)
      : noRecords(
          shards.map(({ name }) => name),
          0,
        );
  const plan = planRead(options, seen.features);
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
  /** Number of valid records that were surveyed. */
  readonly records: number;
  /** The first flaw, if no record is valid. */
  readonly flaw?: Flaw;
}

/** Surveys the features of the first records. Flaws of single records are reported by the index. */
async function survey(
  shards: readonly UnpackedShard[],
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
      // Indexing will fail there, and searching for valid records after it may take long.
      if (onCorrupt === 'fail') stop.abort();
    };
    const options = { compression, onFlaw, signal: AbortSignal.any([signal, stop.signal]) };
    try {
      for await (const { bytes, starts, ends, offset } of readRecords(path, options)) {
        for (const [row, start] of starts.entries()) {
          if (survey.records >= SURVEYED) return survey;
          const reason = surveyRecord(survey, bytes, start, ends[row]);
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

/** Surveys a record; returns why it cannot be read. */
function surveyRecord(survey: FeatureSurvey, bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    survey.add(bytes, start, end);
    return undefined;
  } catch (error) {
    if (error instanceof MalformedExample) return error.message;
    throw error;
  }
}
