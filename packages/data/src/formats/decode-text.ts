import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { isUtf16 } from './is-utf16.js';
import { likelyEncoding } from './likely-encoding.js';
import { notInEncoding, notUtf8, unknownEncoding, utf16 } from './messages.js';
import type { TextFile } from './text-file.js';

const UTF8 = new TextDecoder('utf-8');

const UTF8_NAMES = /^utf[-_]?8([-_]?sig)?$/i;

/** Encodings of bytes as text, which iconv-lite also knows. */
const NOT_TEXT = /^(base64|hex|binary|utf-?7(-?imap)?)$/i;

/** Surrogates without their other half, which UTF-16 may contain by mistake. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

export interface DecodeOptions extends TextFile {
  /** A name that iconv-lite knows, for example cp949, shift_jis or windows-1252. Default: UTF-8. */
  readonly encoding?: string;
  /** The option of the node with the encoding; undefined if it has none. */
  readonly encodingAt?: readonly (string | number)[];
  /** Receives the file if invalid bytes were replaced by U+FFFD. Without it, they are an error. */
  readonly onReplaced?: (file: string) => void;
  /** Another fix for invalid bytes that the node offers. */
  readonly remedy?: string;
}

/**
 * Returns the text of a file, without its byte order mark.
 * @throws ExperimentError at unexpected UTF-16, and at the first byte that is not valid in the encoding
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions): string {
  const { encoding = 'utf-8', onReplaced } = options;
  checkEncoding(encoding, options.encodingAt);
  if (!UTF8_NAMES.test(encoding)) return decodeAs(encoding, bytes, options);
  if (isUtf16(bytes)) throw utf16(options);
  if (isUtf8(bytes)) return UTF8.decode(bytes);
  if (onReplaced) {
    onReplaced(options.file);
    return UTF8.decode(bytes);
  }
  const offset = firstInvalid(bytes);
  const place = endOf(UTF8.decode(bytes.subarray(0, offset)));
  throw notUtf8(options, place, bytes[offset], likelyEncoding(bytes));
}

/** Checks the name of an encoding. @throws ExperimentError if it does not exist */
export function checkEncoding(encoding: string | undefined, at?: readonly (string | number)[]): void {
  if (encoding === undefined || UTF8_NAMES.test(encoding)) return;
  if (NOT_TEXT.test(encoding) || !iconv.encodingExists(encoding)) throw unknownEncoding(encoding, at);
}

/** Decodes with iconv-lite: Node's decoders of such encodings lose invalid bytes, even if they are `fatal`. */
function decodeAs(encoding: string, bytes: Uint8Array, options: DecodeOptions): string {
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
  const wrong = firstReplaced(text, encoding, bytes.length);
  if (wrong === undefined) return text;
  if (!options.onReplaced) throw notInEncoding(options, encoding, endOf(text.slice(0, wrong)));
  options.onReplaced(options.file);
  return text.replace(LONE_SURROGATES, '\uFFFD');
}

/** Returns the position of invalid bytes: where the decoder has put U+FFFD or a lone surrogate, or dropped the last byte. */
function firstReplaced(text: string, encoding: string, length: number): number | undefined {
  const replaced = text.indexOf('\uFFFD');
  if (replaced >= 0) return replaced;
  if (/^(utf-?16|ucs-?2)/i.test(encoding) && length % 2 === 1) return text.length;
  const lone = text.search(LONE_SURROGATES);
  return lone < 0 ? undefined : lone;
}

/** Returns the line and column, from 1, after a text. */
function endOf(before: string): readonly [line: number, column: number] {
  let [line, start] = [1, 0];
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return [line, before.length - start + 1];
}

/** Returns the offset of the first character that is not UTF-8. */
export function firstInvalid(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  // Everything before `valid` is valid, except for a character that is cut off at the end.
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isPrefix(bytes.subarray(lastBegin(bytes, valid), middle))) valid = middle;
    else invalid = middle;
  }
  let start = valid;
  while (start > 0 && !isUtf8(bytes.subarray(0, start))) start -= 1;
  return start;
}

/** Returns the offset of the character that contains the last byte before `end`. */
function lastBegin(bytes: Uint8Array, end: number): number {
  let begin = Math.max(end - 1, 0);
  while (begin > 0 && (bytes[begin] & 0xc0) === 0x80) begin -= 1;
  return begin;
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
