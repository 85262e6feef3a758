import { maskedCrc32c } from './crc32c.js';
import { FOOTER, HEADER } from './frame-record.js';

/** Longer records are rejected: Node's typed arrays and TensorFlow's strings are not meant for more. */
const LONGEST = 2 ** 31 - 1;

/** Result of scanning a part of a file. Positions refer to the scanned array. */
export interface Scan {
  /** Where the data of each valid record begins and ends, without the frame. */
  readonly starts: number[];
  readonly ends: number[];
  /** Position up to which the array was processed: the rest needs more bytes. */
  readonly consumed: number;
  /** Size of the next record with its frame; 0 if it is unknown. */
  readonly wanted: number;
  /** Flaws in order; `after` is the number of valid records before it. */
  readonly flaws: readonly { readonly after: number; readonly position: number; readonly reason: string }[];
  /** Whether the scan is searching for the beginning of a record. */
  readonly lost: boolean;
}

/**
 * Finds the records in a part of an array and verifies their checksums. Scanning continues after a flaw: data with a wrong checksum is skipped;
 * after a wrong length, the next length with a valid checksum is searched. `lost` means that the part begins within such a search.
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

/** Checksum of a length of 0. */
const EMPTY = maskedCrc32c(new Uint8Array(8), 0, 8);

export const LENGTH_DAMAGED = 'the checksum of the length is wrong';
export const DATA_DAMAGED = 'the checksum of the data is wrong';

/** Returns the length in the frame at a position, or -1 if its checksum is wrong or no file can have such a record. */
export function lengthAt(bytes: Uint8Array, at: number): number {
  // A search does this at each byte: most can be ruled out without computing a checksum.
  if (int32At(bytes, at + 4) !== 0 || bytes[at + 3] > 127) return -1;
  if (int32At(bytes, at) === 0) return int32At(bytes, at + 8) === EMPTY ? 0 : -1;
  if (maskedCrc32c(bytes, at, at + 8) !== int32At(bytes, at + 8)) return -1;
  const length = int32At(bytes, at);
  return length > LONGEST - HEADER - FOOTER ? -1 : length;
}

export const int32At = (bytes: Uint8Array, at: number) =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
