import { isUtf8 } from 'node:buffer';
import { notUtf8, utf16 } from './messages.js';

const lenient = new TextDecoder('utf-8');

/**
 * The text of bytes in UTF-8, without its byte order mark.
 * @param onReplaced is told a file some bytes of which are no UTF-8 and became "\uFFFD"; without it they are an error.
 * @throws at UTF-16, of which nothing would be left, and at the first byte that is not UTF-8
 */
export function decodeText(bytes: Uint8Array, file: string, onReplaced?: (file: string) => void): string {
  if (isUtf8(bytes)) return lenient.decode(bytes);
  if (beginsAsUtf16(bytes)) throw utf16(file);
  if (onReplaced) {
    onReplaced(file);
    return lenient.decode(bytes);
  }
  const offset = firstInvalid(bytes);
  const before = lenient.decode(bytes.subarray(0, offset)).split('\n');
  throw notUtf8(file, before.length, (before.at(-1)?.length ?? 0) + 1, bytes[offset]);
}

/** Whether there is its byte order mark, in one of the two orders. */
function beginsAsUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Where the first character begins that is not UTF-8. */
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
