/** In bytes. */
const SAMPLE = 4096;

/** The fraction of the high bytes that are zero, from which on the others are letters, digits and blanks of ASCII. */
const ENOUGH = 0.5;

/**
 * Whether bytes are a text in UTF-16: they begin with its byte order mark, or every second byte is mostly zero and no other is. Such
 * bytes are valid UTF-8, too, with a NUL at each letter.
 */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const zeros = [0, 0];
  const length = Math.min(bytes.length, SAMPLE);
  for (let index = 0; index < length; index += 1) if (bytes[index] === 0) zeros[index % 2] += 1;
  return Math.min(...zeros) === 0 && Math.max(...zeros) > 1 && Math.max(...zeros) >= (ENOUGH * length) / 2;
}
