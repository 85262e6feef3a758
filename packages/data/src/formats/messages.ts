import { ExperimentError } from '@expgraph/sdk';
import { at } from '../wording/index.js';
import type { DecodeOptions } from './decode-text.js';

type Place = readonly [line: number, column: number];

const placeOf = ({ at: option = ['source'] }: DecodeOptions) => at(...option);

const convert = (from: string) => `iconv -f ${from} -t UTF-8 old.csv > new.csv`;

/** Returns how to fix a file that is not UTF-8. */
const remedies = ({ encodingAt, remedy }: DecodeOptions, encoding: string, isLikely: boolean) => [
  encodingAt
    ? `Set ${encodingAt.join('.')} to the encoding of the file, ${isLikely ? 'probably' : 'for example'} ${encodingAt.at(-1)}: ${encoding}, or save the file as UTF-8: ${convert(encoding.toUpperCase())}`
    : `Save the file as UTF-8${isLikely ? '' : ', for example'}: ${convert(encoding.toUpperCase())}`,
  ...(remedy ? [remedy] : []),
];

export const notUtf8 = (options: DecodeOptions, [line, column]: Place, byte: number, likely?: string) =>
  new ExperimentError(
    'EXPGRAPH_DATA_ENCODING',
    `${options.file}:${line}:${column}: the byte 0x${byte.toString(16).padStart(2, '0')} is not valid UTF-8.`,
    { at: placeOf(options), notes: remedies(options, likely ?? 'cp949', likely !== undefined) },
  );

export const utf16 = (options: DecodeOptions) =>
  new ExperimentError('EXPGRAPH_DATA_ENCODING', `${options.file} is UTF-16, expected UTF-8.`, {
    at: placeOf(options),
    notes: remedies(options, 'utf-16', true),
  });

export const notInEncoding = (options: DecodeOptions, encoding: string, [line, column]: Place) =>
  new ExperimentError(
    'EXPGRAPH_DATA_ENCODING',
    `${options.file}:${line}:${column}: the bytes are not valid ${encoding}.`,
    {
      at: options.encodingAt ? at(...options.encodingAt) : placeOf(options),
      notes: ['Set encoding to the encoding of the file.', ...(options.remedy ? [options.remedy] : [])],
    },
  );

export const unknownEncoding = (encoding: string, option: readonly (string | number)[] = ['encoding']) =>
  new ExperimentError('EXPGRAPH_DATA_ENCODING_UNKNOWN', `Unknown encoding "${encoding.slice(0, 100)}".`, {
    at: at(...option),
    notes: ['Use a name such as utf-8, utf-16, cp949, euc-kr, shift_jis, gb18030, big5 or windows-1252.'],
  });
