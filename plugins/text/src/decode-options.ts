import type { DecodeOptions } from '@expgraph/data/formats';
import type { FolderOptions } from './read-folder.js';

/** How a file of texts is decoded. */
export const decodeOptions = (
  file: string,
  { encoding, onReplaced }: Pick<FolderOptions, 'encoding' | 'onReplaced'>,
): DecodeOptions => ({
  file,
  encoding,
  encodingAt: ['encoding'],
  onReplaced,
  remedy: 'Or set onInvalid: skip, which puts "\uFFFD" for such bytes.',
});
