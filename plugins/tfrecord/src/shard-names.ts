import { createHash } from 'node:crypto';

const EXTENSIONS = { none: '', gzip: '.gz', zlib: '.zlib' } as const;

/** Returns `name-00000-of-00004.tfrecord`, and so on. */
export function shardNames(name: string, shards: number, compression: keyof typeof EXTENSIONS): string[] {
  const digits = (value: number) => String(value).padStart(5, '0');
  return Array.from(
    { length: shards },
    (_, shard) => `${name}-${digits(shard)}-of-${digits(shards)}.tfrecord${EXTENSIONS[compression]}`,
  );
}

/** Version of the features of a record: raise it when the same data is written differently. */
const VERSION = 3;

/** Returns the name of a shard's content in the store: a digest of all that it depends on, so that the next run reuses it. */
export function sharedName(data: string, config: object, shard: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([VERSION, data, config, shard]))
    .digest('hex');
  return `tfrecord-${digest}`;
}
