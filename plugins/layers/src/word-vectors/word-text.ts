import { isUtf8 } from 'node:buffer';
import { wordNotUtf8 } from '../messages.js';

/**
 * Returns the text of a word.
 * @throws ExperimentError for invalid UTF-8, which could make two words equal.
 */
export function wordText(bytes: Buffer, place: () => string): string {
  const word = bytes.toString();
  if (word.includes('\uFFFD') && !isUtf8(bytes)) throw wordNotUtf8(place());
  return word;
}
