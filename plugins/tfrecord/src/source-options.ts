import { Type } from '@expgraph/sdk';
import { RECORDS } from './record-kind.js';

/** Options of every node that reads files of records. */
export const SOURCE_OPTION = Type.Optional(
  Type.Source({ description: 'A file, or a folder, archive or package that has files.' }),
);

export const FILES_OPTION = Type.String({
  minLength: 1,
  default: '**/*.{tfrecord,tfrecords,tfrec,records}*',
  description:
    'A pattern (glob) on the paths of files below the source, for example "train-*"; they are read in sorted order.',
});

export const COMPRESSION_OPTION = Type.Choice(['auto', 'none', 'gzip', 'zlib'], {
  default: 'auto',
  description: 'How the files are compressed; auto sees it from their first bytes.',
});

export const RECORDS_OPTION = Type.Choice(RECORDS, {
  default: 'example',
  description: 'What each record is.',
});
