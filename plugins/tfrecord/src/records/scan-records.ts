import { maskedCrc32c } from './crc32c.js';
import { FOOTER, HEADER } from './frame-record.js';

/** A longer record is refused: Node's arrays of bytes, and TensorFlow's strings, are not meant for more. */
const LONGEST = 2 ** 31 - 1;

/** What was found in a stretch of a file. Positions are those in the array that was scanned. */
export interface Scan {
  /** Where the data of each sound record begin and end, without their frames. */
  readonly starts: number[];
  readonly ends: number[];
  /** Up to where the array has been dealt with: what follows needs more bytes. */
  readonly consumed: number;
  /** Bytes from there on that the next record takes, with its frame; 0 where that is not known. */
  readonly wanted: number;
  /** What is no sound record, in order; `after` is how many of the sound ones lie before it. */
  readonly flaws: readonly { readonly after: number; readonly position: number; readonly reason: string }[];
  /** Whether a place where a record begins is being looked for. */
  readonly lost: boolean;
}

/**
 * Finds the records in a part of an array and compares their checksums. Scanning goes on after a flaw: data whose checksum is
 * wrong are left out; after a wrong length, the next place where a length has its right checksum is looked for. `lost` says
 * that the part begins within such a search, which what lies before began.
 */
export function scanRecords(bytes: Uint8Array, begin: number, end: number, lost = false): Scan {
  const [starts, ends]: [number[], number[]] = [[], []];
  const flaws: { after: number; position: number; reason: string }[] = [];
  let searching = lost;
  let at = begin;
  let wanted = 0;
  while (end - at >= HEADER) {
    const length = lengthAt(bytes, at);
    if (length < 0) {
      if (!searching) flaws.push({ after: starts.length, position: at, reason: LENGTH_DAMAGED });
      searching = true;
      at += 1;
      continue;
    }
    const start = at + HEADER;
    const next = start + length + FOOTER;
    if (next > end) {
      wanted = next - at;
      break;
    }
    searching = false;
    if (maskedCrc32c(bytes, start, next - FOOTER) === int32At(bytes, next - FOOTER)) {
      starts.push(start);
      ends.push(next - FOOTER);
    } else flaws.push({ after: starts.length, position: at, reason: DATA_DAMAGED });
    at = next;
  }
  return { starts, ends, consumed: at, wanted, flaws, lost: searching };
}

/** The checksum of a length of 0. */
const EMPTY = maskedCrc32c(new Uint8Array(8), 0, 8);

export const LENGTH_DAMAGED = 'the checksum of its length is wrong';
export const DATA_DAMAGED = 'the checksum of its data is wrong';

/** The length that the frame at a position says, or -1 where its checksum is wrong or no file can have such a record. */
export function lengthAt(bytes: Uint8Array, at: number): number {
  // Where a record is being looked for, this is done at each byte: most of them can be seen to be none without a checksum.
  if (int32At(bytes, at + 4) !== 0 || bytes[at + 3] > 127) return -1;
  if (int32At(bytes, at) === 0) return int32At(bytes, at + 8) === EMPTY ? 0 : -1;
  if (maskedCrc32c(bytes, at, at + 8) !== int32At(bytes, at + 8)) return -1;
  const length = int32At(bytes, at);
  return length > LONGEST - HEADER - FOOTER ? -1 : length;
}

export const int32At = (bytes: Uint8Array, at: number) =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
