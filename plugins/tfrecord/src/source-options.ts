import { Type } from '@expgraph/sdk';
import { RECORDS } from './record-kind.js';

/** Options of every node that reads files of records. */
export const SOURCE_OPTION = Type.Optional(
  Type.Source({ description: 'A file, or a folder, archive or package that has files.' }),
);

/** Names of files of records; where nothing else is asked for, files of other names are taken by their content. */
export const ANY_SHARD = '**/*.{tfrecord,tfrecords,tfrec,records}*';

export const FILES_OPTION = Type.String({
  minLength: 1,
  default: ANY_SHARD,
  description:
    'A pattern (glob) on the paths of files below the source, for example "train-*". Files are read in sorted order. Without it, uncompressed files of other names are used too if they begin as TFRecord does.',
});

export const COMPRESSION_OPTION = Type.Choice(['auto', 'none', 'gzip', 'zlib'], {
  default: 'auto',
  description: 'How the files are compressed; auto sees it from their first bytes.',
});

export const RECORDS_OPTION = Type.Choice(RECORDS, {
  default: 'example',
  description: 'What each record is.',
});
