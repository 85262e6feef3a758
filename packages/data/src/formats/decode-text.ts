import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { notInEncoding, notUtf8, unknownEncoding, utf16 } from './messages.js';

const UTF8 = new TextDecoder('utf-8');

export interface DecodeOptions {
  /** What messages call the file. */
  readonly file: string;
  /** A name that iconv-lite knows, for example cp949, shift_jis or windows-1252. Default: UTF-8. */
  readonly encoding?: string;
  /** Is told that bytes which are not valid became U+FFFD; without it they are an error. */
  readonly onReplaced?: (file: string) => void;
}

/**
 * Returns the text of a file, without its byte order mark.
 * @throws at UTF-16 that was not asked for, and at the first byte that is not valid in the encoding
 */
export function decodeText(bytes: Uint8Array, { file, encoding = 'utf-8', onReplaced }: DecodeOptions): string {
  if (!iconv.encodingExists(encoding)) throw unknownEncoding(encoding);
  if (!/^utf-?8(-sig)?$/i.test(encoding)) return decodeAs(encoding, bytes, file, onReplaced);
  if (isUtf8(bytes)) return UTF8.decode(bytes);
  if (beginsAsUtf16(bytes)) throw utf16(file);
  if (onReplaced) {
    onReplaced(file);
    return UTF8.decode(bytes);
  }
  const offset = firstInvalid(bytes);
  const before = UTF8.decode(bytes.subarray(0, offset)).split('\n');
  throw notUtf8(file, before.length, (before.at(-1)?.length ?? 0) + 1, bytes[offset]);
}

/** Node's own decoders of such encodings lose bytes that are not valid, even where they are to be fatal. */
function decodeAs(encoding: string, bytes: Uint8Array, file: string, onReplaced: DecodeOptions['onReplaced']): string {
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
  const replaced = text.indexOf('\uFFFD');
  if (replaced < 0) return text;
  if (!onReplaced) {
    const before = text.slice(0, replaced).split('\n');
    throw notInEncoding(file, encoding, before.length, (before.at(-1)?.length ?? 0) + 1);
  }
  onReplaced(file);
  return text;
}

/** Whether the bytes begin with the byte order mark of UTF-16, in one of the two orders. */
function beginsAsUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Returns where the first character begins that is not UTF-8. */
function firstInvalid(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  // All before `valid` is right when a character that is cut off at the end is not counted.
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  let start = valid;
  while (start > 0 && !isUtf8(bytes.subarray(0, start))) start -= 1;
  return start;
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
