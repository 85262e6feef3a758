/**
 * Whether the beginning of a file may be that of a text, in UTF-8 or another encoding that goes with ASCII: it has no control
 * characters but white space.
 */
export function isText(beginning: Uint8Array): boolean {
  return beginning.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13) || byte === 27);
}
