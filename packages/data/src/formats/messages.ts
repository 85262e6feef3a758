import { ExperimentError } from '@expgraph/sdk';
import { at } from '../wording/index.js';

export const notUtf8 = (file: string, line: number, column: number, byte: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_ENCODING',
    `${file}:${line}:${column}: the byte 0x${byte.toString(16).padStart(2, '0')} is not valid UTF-8.`,
    {
      at: at('source'),
      notes: [
        'Set encoding to what the file was written in, for example encoding: cp949, or save the file as UTF-8, for example: iconv -f CP949 -t UTF-8 old.csv > new.csv',
      ],
    },
  );

export const utf16 = (file: string) =>
  new ExperimentError('EXPGRAPH_DATA_ENCODING', `${file} is UTF-16, expected UTF-8.`, {
    at: at('source'),
    notes: [
      'Set encoding: utf-16le, or save the file as UTF-8, for example: iconv -f UTF-16 -t UTF-8 old.csv > new.csv',
    ],
  });

export const notInEncoding = (file: string, encoding: string, line: number, column: number) =>
  new ExperimentError('EXPGRAPH_DATA_ENCODING', `${file}:${line}:${column}: the bytes are not valid ${encoding}.`, {
    at: at('encoding'),
    notes: ['Set encoding to what the file was written in.'],
  });

export const unknownEncoding = (encoding: string) =>
  new ExperimentError('EXPGRAPH_DATA_ENCODING_UNKNOWN', `Unknown encoding "${encoding}".`, {
    at: at('encoding'),
    notes: ['Use a name such as utf-8, utf-16le, cp949, shift_jis, gb18030, big5 or windows-1252.'],
  });
