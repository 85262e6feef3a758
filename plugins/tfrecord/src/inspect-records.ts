import type { Table } from '@expgraph/sdk';
import { MalformedExample } from './examples/index.js';
import type { Shard } from './find-shards.js';
import type { RecordKind } from './record-kind.js';
import { type Compression, detectCompression, readRecords } from './records/index.js';
import { type FeatureSummary, FeatureSurvey } from './survey-features.js';

export interface InspectOptions {
  readonly compression: 'auto' | Compression;
  readonly maxRecords?: number;
  readonly advance: () => void;
  readonly signal: AbortSignal;
}

/** Flaws that are shown. */
const SHOWN = 20;

/** What is in files of records, as tables with their titles: the files, the features, and what is damaged. */
export async function inspectRecords(
  shards: readonly Shard[],
  options: InspectOptions,
): Promise<readonly (readonly [string, Table])[]> {
  const files: (string | number)[][] = [];
  const flaws: (string | number)[][] = [];
  const kind = await kindOf(shards, options);
  const survey = new FeatureSurvey(kind);
  for (const shard of shards) {
    const compression = await compressionOf(shard, options);
    const before = flaws.length;
    const records = await lookThrough(shard, compression, survey, flaws, options);
    files.push([shard.name, records, shard.bytes, compression, flaws.length - before]);
    options.advance();
  }
  const tables: [string, Table][] = [
    ['Files', { columns: ['file', 'records', 'bytes', 'compression', 'damaged'], rows: files }],
    [`Features (${kind})`, featureTable(survey)],
  ];
  if (flaws.length > 0) {
    tables.push([
      'Damaged records',
      { columns: ['file', 'record', 'byte', 'what is wrong'], rows: flaws.slice(0, SHOWN) },
    ]);
  }
  return tables;
}

async function compressionOf({ path }: Shard, { compression }: InspectOptions): Promise<Compression> {
  return compression === 'auto' ? detectCompression(path) : compression;
}

/** Looks at the records of a file; returns how many are sound. */
async function lookThrough(
  { name, path }: Shard,
  compression: Compression,
  survey: FeatureSurvey,
  flaws: (string | number)[][],
  { maxRecords = Number.POSITIVE_INFINITY, signal }: InspectOptions,
): Promise<number> {
  let records = 0;
  const onFlaw = ({ record, offset, reason }: { record: number; offset: number; reason: string }) =>
    flaws.push([name, record, offset, reason]);
  for await (const { bytes, starts, ends } of readRecords(path, { compression, onFlaw, signal })) {
    for (const [row, start] of starts.entries()) {
      if (records >= maxRecords) return records;
      try {
        survey.add(bytes, start, ends[row]);
      } catch (error) {
        if (!(error instanceof MalformedExample)) throw error;
        flaws.push([name, records, '', error.message]);
      }
      records += 1;
    }
  }
  return records;
}

/**
 * Whether the first sound record is an Example or a SequenceExample. Either can be read as the other: what one has and the
 * other does not, lists of steps, tells.
 */
async function kindOf(shards: readonly Shard[], options: InspectOptions): Promise<RecordKind> {
  for (const shard of shards) {
    const compression = await compressionOf(shard, options);
    for await (const { bytes, starts, ends } of readRecords(shard.path, { compression, onFlaw: () => undefined })) {
      const survey = new FeatureSurvey('sequence-example');
      try {
        survey.add(bytes, starts[0], ends[0]);
      } catch {
        return 'example';
      }
      return [...survey.features.values()].some(({ steps }) => steps) ? 'sequence-example' : 'example';
    }
  }
  return 'example';
}

function featureTable(survey: FeatureSurvey): Table {
  const rows = [...survey.features].map(([name, summary]) => [
    name,
    summary.type,
    span(summary.least, summary.most),
    summary.steps ? span(summary.steps.least, summary.steps.most) : '',
    missing(survey.records, summary),
    asOption(survey.records, summary),
  ]);
  return { columns: ['feature', 'type', 'values', 'steps', 'missing in', 'as an option of load/tfrecord'], rows };
}

const span = (least: number, most: number) => (least === most ? `${least}` : `${least} .. ${most}`);

const missing = (records: number, summary: FeatureSummary) =>
  summary.records === records ? '' : `${records - summary.records} of ${records}`;

/** What `features` of load/tfrecord says of the feature where it is read as it is here. */
function asOption(records: number, { type, least, most, steps, records: having }: FeatureSummary): string {
  if (most === 0) return 'none: it has no values';
  const parts = [`type: ${type}`];
  const isRagged = least !== most;
  if (!isRagged && most !== 1) parts.push(`shape: [${most}]`);
  if (steps ? steps.least !== steps.most : isRagged) parts.push(`length: ${steps ? steps.most : most}`);
  if (having < records && type !== 'bytes') parts.push('default: 0');
  return `{ ${parts.join(', ')} }`;
}
