import { type ByteSource, openSource, UnpackError } from './byte-source.js';
import { type Compression, detectCompression } from './compression.js';
import { FOOTER, HEADER } from './frame-record.js';
import { RecordFlaw } from './record-flaw.js';
import { type Scan, scanRecords } from './scan-records.js';

/** Records that lie side by side in an array. */
export interface RecordBlock {
  /** Overwritten when the next block is asked for, unless `keep` is set: what is to stay must be copied. */
  readonly bytes: Uint8Array;
  /** With `keep`: says that nobody needs the bytes any longer. */
  release(): void;
  /** Where the data of each record begin and end in `bytes`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Where byte 0 of `bytes` lies in the file, or in what it unpacks to. */
  readonly offset: number;
}

export interface ReadRecordsOptions {
  /** Found out from the file where it is not given. */
  readonly compression?: Compression;
  /** Why the file ends before its end, where it is what could be unpacked of a damaged one: the last flaw. */
  readonly damage?: string;
  /** Told of each flaw, after which reading goes on. Without it the first one is thrown. */
  readonly onFlaw?: (flaw: RecordFlaw) => void;
  readonly signal?: AbortSignal;
  /** Bytes that are read at once. */
  readonly blockBytes?: number;
  /** Whether blocks stay as they are until they are released, or for as long as anybody uses them. */
  readonly keep?: boolean;
}

const BLOCK_BYTES = 1024 * 1024;

/**
 * The records of a file, from front to back, with their checksums compared. The next bytes are read while a block is used. It
 * takes two blocks of memory, or two of the longest record, whatever the size of the file.
 * @throws RecordFlaw
 */
export async function* readRecords(path: string, options: ReadRecordsOptions = {}): AsyncGenerator<RecordBlock> {
  const compression = options.compression ?? (await detectCompression(path));
  const source = await openSource(path, compression, { signal: options.signal });
  try {
    yield* scanSource(path, source, options);
  } finally {
    await source.close();
  }
}

/** Bytes that are being read into the second half of an array; the first half is for what the block before has left. */
interface Page {
  readonly bytes: Uint8Array;
  readonly filled: Promise<number>;
}

/** A part of an array. */
interface Part {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

async function* scanSource(
  path: string,
  source: ByteSource,
  { damage, onFlaw, signal, keep = false, blockBytes = BLOCK_BYTES }: ReadRecordsOptions,
): AsyncGenerator<RecordBlock> {
  const report = (record: number, offset: number, reason: string) => {
    const flaw = new RecordFlaw(path, record, offset, reason);
    if (!onFlaw) throw flaw;
    onFlaw(flaw);
  };
  const pages = new Pages(source, blockBytes, keep);
  let rest: Part = { bytes: new Uint8Array(0), start: 0, end: 0 };
  let scan: Scan = { starts: [], ends: [], consumed: 0, wanted: 0, flaws: [], lost: false };
  let [offset, record] = [0, 0];
  for (;;) {
    signal?.throwIfAborted();
    const part = await pages.next(rest, scan.wanted);
    if (!part) break;
    scan = scanRecords(part.bytes, part.start, part.end, scan.lost);
    for (const { after, position, reason } of scan.flaws) {
      report(record + after, offset + position - part.start, reason);
      record += 1;
    }
    const { starts, ends, consumed } = scan;
    const { bytes } = part;
    if (starts.length > 0)
      yield { bytes, starts, ends, offset: offset - part.start, release: () => pages.release(bytes) };
    record += starts.length;
    offset += consumed - part.start;
    rest = { bytes: part.bytes, start: consumed, end: part.end };
  }
  const left = rest.end - rest.start;
  const cause = pages.damage?.message ?? damage;
  if (cause !== undefined) report(record, offset, cause);
  else if (left > 0 && !scan.lost) report(record, offset, cutShort(left, scan.wanted));
}

const cutShort = (left: number, wanted: number) =>
  `the file ends within it: ${left} of its ${wanted > 0 ? wanted : `at least ${HEADER + FOOTER}`} bytes are there`;

/** Arrays in turn: one is used while another is filled. */
class Pages {
  /** Why the bytes ended before their end. */
  damage: UnpackError | undefined;
  private readonly spare: Uint8Array[] = [];
  private readonly own = new WeakSet<Uint8Array>();
  private page: Page;

  constructor(
    private readonly source: ByteSource,
    private readonly blockBytes: number,
    private readonly keep: boolean,
  ) {
    this.page = this.fill();
  }

  /** What was left, with the bytes that follow it; undefined at the end. `wanted` bytes make up the record that is left. */
  async next(rest: Part, wanted: number): Promise<Part | undefined> {
    const { bytes, filled } = this.page;
    const read = await filled;
    if (read === 0) return undefined;
    const part = this.join(rest, { bytes, start: this.blockBytes, end: this.blockBytes + read }, wanted);
    // All that is needed of what came before has been copied.
    if (!this.keep) this.free(rest.bytes);
    if (part.bytes !== bytes) this.free(bytes);
    this.page = this.fill();
    return part;
  }

  /** Takes back an array that was kept. Where none is kept, it may be under way again already. */
  release(bytes: Uint8Array): void {
    if (this.keep) this.free(bytes);
  }

  /** Those of long records are of no further use. */
  private free(bytes: Uint8Array): void {
    if (this.own.has(bytes) && !this.spare.includes(bytes)) this.spare.push(bytes);
  }

  private join(rest: Part, read: Part, wanted: number): Part {
    const [before, after] = [rest.end - rest.start, read.end - read.start];
    if (before <= read.start) {
      read.bytes.set(rest.bytes.subarray(rest.start, rest.end), read.start - before);
      return { ...read, start: read.start - before };
    }
    // A record longer than a block grows in an array of its own, by doubling: a length alone makes nobody take all its memory.
    const hasRoom = rest.end + after <= rest.bytes.length;
    const long = hasRoom ? rest : enlarged(rest, Math.max(before + after, Math.min(wanted, 2 * (before + after))));
    long.bytes.set(read.bytes.subarray(read.start, read.end), long.end);
    return { ...long, end: long.end + after };
  }

  private allocate(): Uint8Array {
    // What is in it before it is filled, nobody reads: zeros are not needed.
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(2 * this.blockBytes).buffer);
    this.own.add(bytes);
    return bytes;
  }

  private fill(): Page {
    const bytes = this.spare.pop() ?? this.allocate();
    const filled = this.source.read(bytes, this.blockBytes, this.blockBytes).catch((error: unknown) => {
      if (!(error instanceof UnpackError)) throw error;
      this.damage = error;
      return 0;
    });
    // Whoever stops early does not wait for it.
    filled.catch(() => undefined);
    return { bytes, filled };
  }
}

function enlarged({ bytes, start, end }: Part, length: number): Part {
  const larger = new Uint8Array(length);
  larger.set(bytes.subarray(start, end));
  return { bytes: larger, start: 0, end: end - start };
}
