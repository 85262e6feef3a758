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

/** Number of flaws to show. */
const SHOWN = 20;

/** Returns tables about files of records, by title: the files, the features, and the damaged records. */
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
    const records = await surveyShard(shard, compression, survey, flaws, options);
    files.push([shard.name, records, shard.bytes, compression, flaws.length - before]);
    options.advance();
  }
  const tables: [string, Table][] = [
    ['Files', { columns: ['file', 'records', 'bytes', 'compression', 'damaged'], rows: files }],
    [`Features (${kind})`, featureTable(survey)],
  ];
  if (flaws.length > 0) {
    tables.push(['Damaged records', { columns: ['file', 'record', 'byte', 'reason'], rows: flaws.slice(0, SHOWN) }]);
  }
  return tables;
}

async function compressionOf({ path }: Shard, { compression }: InspectOptions): Promise<Compression> {
  return compression === 'auto' ? detectCompression(path) : compression;
}

/** Surveys the records of a file; returns the number of valid ones. */
async function surveyShard(
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
 * Returns whether the first valid record is an Example or a SequenceExample. Either can be parsed as the other; only a SequenceExample has
 * feature lists.
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
  return { columns: ['feature', 'type', 'values', 'steps', 'missing in', 'option features of load/tfrecord'], rows };
}

const span = (least: number, most: number) => (least === most ? `${least}` : `${least} .. ${most}`);

const missing = (records: number, summary: FeatureSummary) =>
  summary.records === records ? '' : `${records - summary.records} of ${records}`;

/** Returns the entry of the option `features` of load/tfrecord that reads the feature as it is. */
function asOption(records: number, { type, least, most, steps, records: having }: FeatureSummary): string {
  if (most === 0) return 'none (no values)';
  const parts = [`type: ${type}`];
  const isRagged = least !== most;
  if (!isRagged && most !== 1) parts.push(`shape: [${most}]`);
  if (steps ? steps.least !== steps.most : isRagged) parts.push(`length: ${steps ? steps.most : most}`);
  if (having < records && type !== 'bytes') parts.push('default: 0');
  return `{ ${parts.join(', ')} }`;
}
