import { Type } from '@expgraph/sdk';
import { RECORDS } from './record-kind.js';

/** Options of every node that reads files of records. */
export const SOURCE_OPTION = Type.Optional(
  Type.Source({ description: 'A TFRecord file, or a folder, archive or package with such files.' }),
);

/** Pattern of the names of files of records. With this default, files with other names are recognized by their content. */
export const ANY_SHARD = '**/*.{tfrecord,tfrecords,tfrec,records}*';

export const FILES_OPTION = Type.String({
  minLength: 1,
  default: ANY_SHARD,
  description:
    'A glob pattern on the paths of files below the source, for example "train-*". Files are read in sorted order. With the default, uncompressed files with other names are read too if they begin with a TFRecord header.',
});

export const COMPRESSION_OPTION = Type.Choice(['auto', 'none', 'gzip', 'zlib'], {
  default: 'auto',
  description: 'Compression of the files; auto detects it from their first bytes.',
});

export const RECORDS_OPTION = Type.Choice(RECORDS, {
  default: 'example',
  description: 'Type of the records.',
});
