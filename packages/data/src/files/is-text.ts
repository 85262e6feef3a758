/**
 * Whether the beginning of a file may be text, in UTF-8 or another superset of ASCII: it has no control characters except white space.
 */
export function isText(beginning: Uint8Array): boolean {
  return beginning.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13) || byte === 27);
}
