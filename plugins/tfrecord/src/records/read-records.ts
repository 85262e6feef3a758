import { type ByteSource, openSource, UnpackError } from './byte-source.js';
import { type Compression, detectCompression } from './compression.js';
import { FOOTER, HEADER } from './frame-record.js';
import { RecordFlaw } from './record-flaw.js';
import { type Scan, scanRecords } from './scan-records.js';

/** Records that are contiguous in an array. */
export interface RecordBlock {
  /** Overwritten when the next block is requested, unless `keep` is set: copy what is to stay. */
  readonly bytes: Uint8Array;
  /** With `keep`: releases the bytes. */
  release(): void;
  /** Where the data of each record begins and ends in `bytes`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Position of byte 0 of `bytes` in the file, or in its unpacked data. */
  readonly offset: number;
}

export interface ReadRecordsOptions {
  /** Default: detected from the file. */
  readonly compression?: Compression;
  /** Why the file is incomplete, if it was unpacked from a damaged one; reported as the last flaw. */
  readonly damage?: string;
  /** Receives each flaw, after which reading continues. Without it, the first flaw is thrown. */
  readonly onFlaw?: (flaw: RecordFlaw) => void;
  readonly signal?: AbortSignal;
  /** Bytes to read at once. */
  readonly blockBytes?: number;
  /** Whether blocks stay valid until they are released or no longer referenced. */
  readonly keep?: boolean;
}

const BLOCK_BYTES = 1024 * 1024;

/**
 * Reads the records of a file from front to back and verifies their checksums. The next bytes are read while a block is used. It takes two blocks
 * of memory, or twice the longest record, whatever the size of the file.
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

/** Bytes being read into the second half of an array; the first half is for the rest of the previous block. */
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
  `the file ends within the record: it has ${left} of ${wanted > 0 ? wanted : `at least ${HEADER + FOOTER}`} bytes`;

/** Arrays in turn: one is used while another is filled. */
class Pages {
  /** Why the data ended early. */
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

  /** Returns the rest of the previous part followed by new bytes; undefined at the end. @param wanted Size of the incomplete record. */
  async next(rest: Part, wanted: number): Promise<Part | undefined> {
    const { bytes, filled } = this.page;
    const read = await filled;
    if (read === 0) return undefined;
    const part = this.join(rest, { bytes, start: this.blockBytes, end: this.blockBytes + read }, wanted);
    // The needed bytes of the previous part have been copied.
    if (!this.keep) this.free(rest.bytes);
    if (part.bytes !== bytes) this.free(bytes);
    this.page = this.fill();
    return part;
  }

  /** Takes back an array that was kept. Without `keep`, it may already be in use again. */
  release(bytes: Uint8Array): void {
    if (this.keep) this.free(bytes);
  }

  /** Keeps an array for reuse; those of long records are not reused. */
  private free(bytes: Uint8Array): void {
    if (this.own.has(bytes) && !this.spare.includes(bytes)) this.spare.push(bytes);
  }

  private join(rest: Part, read: Part, wanted: number): Part {
    const [before, after] = [rest.end - rest.start, read.end - read.start];
    if (before <= read.start) {
      read.bytes.set(rest.bytes.subarray(rest.start, rest.end), read.start - before);
      return { ...read, start: read.start - before };
    }
    // A record longer than a block grows in an array of its own, by doubling: a wrong length alone must not allocate all memory.
    const hasRoom = rest.end + after <= rest.bytes.length;
    const long = hasRoom ? rest : enlarged(rest, Math.max(before + after, Math.min(wanted, 2 * (before + after))));
    long.bytes.set(read.bytes.subarray(read.start, read.end), long.end);
    return { ...long, end: long.end + after };
  }

  private allocate(): Uint8Array {
    // Not zeroed: bytes are only read after they are filled.
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
    // After an early stop nobody awaits this, and its failure must not end the process.
    filled.catch(() => undefined);
    return { bytes, filled };
  }
}

function enlarged({ bytes, start, end }: Part, length: number): Part {
  const larger = new Uint8Array(length);
  larger.set(bytes.subarray(start, end));
  return { bytes: larger, start: 0, end: end - start };
}
