/** Number of bytes to check. */
const SAMPLE = 4096;

/** Minimum fraction of high bytes that are zero: the text then consists mostly of ASCII letters, digits and spaces. */
const ENOUGH = 0.5;

/**
 * Whether bytes are text in UTF-16: they begin with its byte order mark, or every second byte is mostly zero and the others never are. Such bytes
 * are also valid UTF-8, with a NUL at each letter.
 */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const zeros = [0, 0];
  const length = Math.min(bytes.length, SAMPLE);
  for (let index = 0; index < length; index += 1) if (bytes[index] === 0) zeros[index % 2] += 1;
  return Math.min(...zeros) === 0 && Math.max(...zeros) > 1 && Math.max(...zeros) >= (ENOUGH * length) / 2;
}
