import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Example, encodeExample } from '../src/examples/index.js';
import { type Compression, type ReadRecordsOptions, RecordWriter, readRecords } from '../src/records/index.js';

/** Creates a folder below the system's folder for temporary files. */
export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'expgraph-tfrecord-'));

/** Writes a file of records; returns its path. */
export async function writeRecords(
  records: readonly Uint8Array[],
  { compression, path }: { compression?: Compression; path?: string } = {},
): Promise<string> {
  const target = path ?? join(await temporaryFolder(), 'data.tfrecord');
  const writer = new RecordWriter(target, compression);
  for (const record of records) await writer.write(record);
  await writer.close();
  return target;
}

export async function writeBytes(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'data.tfrecord');
  await writeFile(path, bytes);
  return path;
}

/** Returns copies of all records of a file. */
export async function allRecords(path: string, options?: ReadRecordsOptions): Promise<Uint8Array[]> {
  const records: Uint8Array[] = [];
  for await (const { bytes, starts, ends } of readRecords(path, options)) {
    for (const [index, start] of starts.entries()) records.push(bytes.slice(start, ends[index]));
  }
  return records;
}

export const text = (value: string) => ({ type: 'bytes' as const, values: [Buffer.from(value)] });
export const integers = (...values: number[]) => ({
  type: 'int64' as const,
  values: BigInt64Array.from(values.map(BigInt)),
});
export const floats = (...values: number[]) => ({ type: 'float32' as const, values: Float32Array.from(values) });

export const exampleFile = (examples: readonly Example[], options?: { compression?: Compression; path?: string }) =>
  writeRecords(examples.map(encodeExample), options);
