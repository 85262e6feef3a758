import { parallelMap } from '@expgraph/data/files';
import { type ImageFormats, type ImageOptions, UnreadableImage } from '@expgraph/sdk';
import { checkBytes, checkNames, checkSoftLabels, checkTokens } from './check-columns.js';
import { type Column, ExampleParser, MalformedExample } from './examples/index.js';
import type { FeatureOptions, ReadPlan } from './input-features.js';
import { LabelClasses } from './label-classes.js';
import { corruptRecord, type Flaw, labelUnknown, malformedRecord, noRecords, unreadableImage } from './messages.js';
import type { RecordIndex } from './record-index.js';
import { HEADER } from './records/frame-record.js';
import { type RecordBlock, type RecordFlaw, readRecords } from './records/index.js';
import type { UnpackedShard } from './unpack-shards.js';

export interface IndexOptions extends FeatureOptions {
  readonly onCorrupt: 'fail' | 'skip';
  readonly image?: ImageOptions;
}

export interface IndexServices {
  readonly formats: ImageFormats;
  readonly advance: (bytes: number) => void;
  readonly signal: AbortSignal;
}

type Columns = Readonly<Record<string, Column>>;

/** Number of flaws whose messages are kept. */
const SHOWN = 5;

/** Images to decode at the same time. */
const AT_ONCE = 16;

/**
 * Reads all shards once, from front to back, and indexes the position and label of each record. Every record is parsed, so that malformed
 * records are found now. Images are only decoded if unreadable ones are to be skipped.
 */
export async function indexRecords(
  shards: readonly UnpackedShard[],
  plan: ReadPlan,
  options: IndexOptions,
  services: IndexServices,
): Promise<RecordIndex> {
  const indexing = new Indexing(plan, options, services);
  for (const [number, shard] of shards.entries()) await indexing.addShard(shard, number);
  const index = indexing.result();
  if (index.lengths.length === 0)
    throw noRecords(
      shards.map(({ name }) => name),
      index.skipped.count,
    );
  return index;
}

class Indexing {
  private readonly parser: ExampleParser;
  private readonly labels: LabelClasses;
  private readonly shards: number[] = [];
  private readonly offsets: number[] = [];
  private readonly lengths: number[] = [];
  private readonly numbers: number[] = [];
  private readonly weights: number[] = [];
  private readonly examples: string[] = [];
  private skipped = 0;

  constructor(
    private readonly plan: ReadPlan,
    private readonly options: IndexOptions,
    private readonly services: IndexServices,
  ) {
    this.parser = new ExampleParser(plan.features, plan.steps);
    this.labels = new LabelClasses(plan, options);
  }

  async addShard({ name, path, compression, damage }: UnpackedShard, shard: number): Promise<void> {
    const { advance, signal } = this.services;
    /** Numbers of damaged records that are still to be passed. */
    const flawed: number[] = [];
    const onFlaw = ({ record, offset, reason }: RecordFlaw) => {
      this.refuse({ shard: name, record, offset, reason }, corruptRecord);
      flawed.push(record);
    };
    let record = 0;
    for await (const block of readRecords(path, { compression, damage, onFlaw, signal })) {
      const unreadable = await this.unreadableImages(block);
      for (const [row, start] of block.starts.entries()) {
        for (; flawed[0] === record; record += 1) flawed.shift();
        const place = { shard: name, record, offset: block.offset + start - HEADER };
        this.addRecord(block, row, shard, place, unreadable.get(row));
        record += 1;
      }
      advance((block.ends.at(-1) ?? 0) - block.starts[0]);
    }
  }

  result(): RecordIndex {
    const { plan, examples, skipped: count } = this;
    return {
      plan,
      shards: Uint32Array.from(this.shards),
      offsets: Float64Array.from(this.offsets),
      lengths: Uint32Array.from(this.lengths),
      numbers: Uint32Array.from(this.numbers),
      weights: plan.weight === undefined ? undefined : Float32Array.from(this.weights),
      ...this.labels.result(),
      notices: this.labels.notices(),
      skipped: { count, examples },
    };
  }

  private addRecord(
    { bytes, starts, ends, offset }: RecordBlock,
    row: number,
    shard: number,
    place: Omit<Flaw, 'reason'>,
    imageFlaw: string | undefined,
  ): void {
    if (imageFlaw !== undefined) {
      this.refuse({ ...place, reason: imageFlaw }, (flaw) => unreadableImage(flaw, this.plan.inputs[0].name));
      return;
    }
    const columns = this.parse(bytes, starts[row], ends[row]);
    if (columns instanceof MalformedExample) {
      this.refuse({ ...place, reason: columns.message }, malformedRecord);
      return;
    }
    const { label, weight } = this.plan;
    const unknown = this.labels.add(label && columns[label.name].values);
    if (unknown !== undefined) throw labelUnknown({ ...place, reason: '' }, unknown, this.options.classes);
    this.shards.push(shard);
    this.offsets.push(offset + starts[row]);
    this.lengths.push(ends[row] - starts[row]);
    this.numbers.push(place.record);
    if (weight !== undefined) this.weights.push((columns[weight].values as Float32Array)[0]);
  }

  /** Returns the columns of one row, or what is wrong with the record. */
  private parse(bytes: Uint8Array, start: number, end: number): Columns | MalformedExample {
    try {
      this.parser.begin(1);
      this.parser.add(bytes, start, end);
      const columns = this.parser.finish();
      for (const input of this.plan.inputs) checkBytes(columns[input.name], input);
      checkTokens(columns[this.plan.inputs[0].name], this.options.vocabularySize);
      const { label } = this.plan;
      if (label) checkNames(columns[label.name], label.name);
      if (label && this.options.labelEncoding === 'soft') checkSoftLabels(columns[label.name], label.name);
      return columns;
    } catch (error) {
      if (error instanceof MalformedExample) return error;
      throw error;
    }
  }

  private refuse(flaw: Flaw, message: (flaw: Flaw) => Error): void {
    const error = message(flaw);
    if (this.options.onCorrupt === 'fail') throw error;
    this.skipped += 1;
    if (this.examples.length < SHOWN) this.examples.push(error.message);
  }

  /** Returns why the images of a block cannot be read, by row. */
  private async unreadableImages({ bytes, starts, ends }: RecordBlock): Promise<ReadonlyMap<number, string>> {
    const flaws = new Map<number, string>();
    const { image, onCorrupt } = this.options;
    if (!image || onCorrupt === 'fail') return flaws;
    await parallelMap(starts, AT_ONCE, async (start, row) => {
      const flaw = await this.imageFlaw(bytes, start, ends[row], image);
      if (flaw !== undefined) flaws.set(row, flaw);
    });
    return flaws;
  }

  /** Returns why the image of a record cannot be read. */
  private async imageFlaw(bytes: Uint8Array, start: number, end: number, image: ImageOptions) {
    const columns = this.parse(bytes, start, end);
    if (columns instanceof MalformedExample) return undefined;
    const [file] = columns[this.plan.inputs[0].name].values as readonly Uint8Array[];
    try {
      await this.services.formats.decode([file], image, new Float32Array(image.size[0] * image.size[1] * 3));
      return undefined;
    } catch (error) {
      if (error instanceof UnreadableImage) return error.message;
      throw error;
    }
  }
}
