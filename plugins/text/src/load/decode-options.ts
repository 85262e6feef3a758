import type { DecodeOptions } from '@expgraph/data/formats';

export interface TextEncoding {
  /** Encoding of the files. Default: UTF-8. */
  readonly encoding?: string;
  /** Receives each file in which invalid bytes were replaced. Without it, invalid bytes are an error. */
  readonly onReplaced?: (file: string) => void;
}

/** Returns the options to decode a file of texts. */
export const decodeOptions = (file: string, { encoding, onReplaced }: TextEncoding): DecodeOptions => ({
  file,
  encoding,
  encodingAt: ['encoding'],
  onReplaced,
  remedy: 'Or set onInvalid: skip to replace such bytes with "\uFFFD".',
});
