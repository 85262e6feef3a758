import { open } from 'node:fs/promises';
import { ReusedFloats, selectLabels, type TakenFloats } from '@expgraph/data/dataset';
import {
  type Batch,
  type Dataset,
  type DatasetSpec,
  type ImageFormats,
  type ImageOptions,
  type ReadOptions,
  UnreadableImage,
} from '@expgraph/sdk';
import { writeValues } from './check-columns.js';
import { ExampleParser } from './examples/index.js';
import type { Shard } from './find-shards.js';
import { exampleShape, sizeOf } from './input-features.js';
import { recordLost, unreadableImage } from './messages.js';
import type { RecordIndex } from './record-index.js';
import { FOOTER, HEADER } from './records/frame-record.js';
import { scanRecords } from './records/scan-records.js';

/** Records at most this many bytes apart are read at once, with the bytes between them. */
const GAP = 16 * 1024;

/** A record in memory, as a part of an array. */
interface ReadRecord {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** A dataset of records, which are read at the positions of the index, with their checksums verified. */
export class RecordDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly sameEachEpoch = true;
  readonly size: number;
  readonly classes: readonly string[];
  private readonly shape: readonly number[];
  private readonly floats = new ReusedFloats();

  constructor(
    private readonly index: RecordIndex,
    private readonly shards: readonly Shard[],
    /** `[size]`: the record of each example. */
    private readonly order: Int32Array,
    private readonly formats: ImageFormats,
    private readonly image?: ImageOptions,
    vocabularySize?: number,
  ) {
    const { inputs } = index.plan;
    this.size = order.length;
    this.classes = index.classes;
    this.shape = image ? [...image.size, 3] : exampleShape(inputs);
    const range = image?.range ?? (inputs.every(({ type }) => type === 'uint8') ? '0..255' : undefined);
    const encoding = index.labels instanceof Int32Array ? 'class' : 'classes';
    const isNumber = this.classes.length === 0;
    this.spec = {
      kind: 'dataset',
      features:
        vocabularySize === undefined
          ? { dtype: 'float32', shape: ['batch', ...this.shape], range }
          : { dtype: 'int32', shape: ['batch', ...this.shape], vocabularySize },
      label: isNumber
        ? { encoding: 'number' }
        : { encoding, classes: this.classes, ...(index.softLabels && { soft: true }) },
      size: this.size,
    };
  }

  labels(): Int32Array | Float32Array {
    return this.labelsOf(this.order);
  }

  name(index: number): string {
    const record = this.order[index];
    return `${this.shards[this.index.shards[record]].name}:${this.index.numbers[record]}`;
  }

  async read(indices: ArrayLike<number>, { signal }: ReadOptions = {}): Promise<Batch> {
    const chosen = Int32Array.from(indices, (index) => this.order[index]);
    const records = await this.readRecords(chosen);
    signal?.throwIfAborted();
    const { values, ...release } = await this.featuresOf(records, chosen);
    const labels = this.labelsOf(chosen);
    const batch = { features: values, shape: [chosen.length, ...this.shape], labels, ...release };
    const { lengths, softLabels, weights } = this.index;
    return {
      ...batch,
      ...(softLabels && { targets: selectLabels(softLabels, lengths.length, chosen) }),
      ...(weights && { weights: selectLabels(weights, lengths.length, chosen) }),
    };
  }

  private labelsOf(records: Int32Array): Int32Array | Float32Array {
    return selectLabels(this.index.labels, this.index.lengths.length, records);
  }

  private async featuresOf(
    records: readonly ReadRecord[],
    chosen: Int32Array,
  ): Promise<Pick<TakenFloats, 'values'> & Partial<TakenFloats>> {
    const { inputs, features, steps } = this.index.plan;
    const parser = new ExampleParser(features, steps);
    parser.begin(records.length);
    for (const { bytes, start, end } of records) parser.add(bytes, start, end);
    const columns = parser.finish();
    const stride = sizeOf(this.shape);
    if (this.image) {
      const taken = this.floats.take(records.length * stride);
      await this.decode(columns[inputs[0].name].values as readonly Uint8Array[], this.image, taken.values, chosen);
      return taken;
    }
    const values = new Float32Array(records.length * stride);
    let start = 0;
    for (const input of inputs) {
      writeValues(columns[input.name], input, values, { start, stride });
      start += sizeOf(input.shape);
    }
    return { values };
  }

  private decode(
    files: readonly Uint8Array[],
    image: ImageOptions,
    into: Float32Array,
    chosen: Int32Array,
  ): Promise<void> {
    return this.formats.decode(files, image, into).catch((error: unknown) => {
      if (!(error instanceof UnreadableImage)) throw error;
      throw unreadableImage(this.flaw(chosen[error.position], error.message), this.index.plan.inputs[0].name);
    });
  }

  /** Reads records in the given order. Records in different shards, or far apart, are read concurrently. */
  private async readRecords(chosen: Int32Array): Promise<readonly ReadRecord[]> {
    const { shards, offsets, lengths } = this.index;
    const sorted = [...chosen.keys()].sort((a, b) => {
      const [first, second] = [chosen[a], chosen[b]];
      return shards[first] - shards[second] || offsets[first] - offsets[second];
    });
    const runs: number[][] = [];
    let end = 0;
    for (const [place, position] of sorted.entries()) {
      const record = chosen[position];
      const before = chosen[sorted[place - 1]];
      const isNear = place > 0 && shards[before] === shards[record] && offsets[record] - end <= GAP;
      if (isNear) runs[runs.length - 1].push(position);
      else runs.push([position]);
      end = offsets[record] + lengths[record];
    }
    const read = new Array<ReadRecord>(chosen.length);
    await Promise.all(runs.map((run) => this.readRun(run, chosen, read)));
    return read;
  }

  /** Reads nearby records of one shard with one request. */
  private async readRun(run: readonly number[], chosen: Int32Array, read: ReadRecord[]): Promise<void> {
    const { shards, offsets, lengths } = this.index;
    const [first, last] = [chosen[run[0]], chosen[run[run.length - 1]]];
    const begin = offsets[first] - HEADER;
    const bytes = new Uint8Array(offsets[last] + lengths[last] + FOOTER - begin);
    const file = await open(this.shards[shards[first]].path).catch((error: Error) => {
      throw recordLost(this.flaw(first, error.message));
    });
    const { bytesRead } = await file.read(bytes, 0, bytes.length, begin).finally(() => file.close());
    for (const position of run) {
      const record = chosen[position];
      const start = offsets[record] - begin;
      const end = start + lengths[record];
      const { starts, flaws } = scanRecords(bytes, start - HEADER, Math.min(end + FOOTER, bytesRead));
      const isSound = starts[0] === start && flaws.length === 0;
      if (!isSound) throw recordLost(this.flaw(record, flaws[0]?.reason ?? 'the record is missing'));
      read[position] = { bytes, start, end };
    }
  }

  private flaw(record: number, reason: string) {
    const { shards, numbers, offsets } = this.index;
    const shard = this.shards[shards[record]].name;
    return { shard, record: numbers[record], offset: offsets[record] - HEADER, reason };
  }
}
