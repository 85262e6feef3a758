import { createHash } from 'node:crypto';

const ENDINGS = { none: '', gzip: '.gz', zlib: '.zlib' } as const;

/** `name-00000-of-00004.tfrecord`, and so on. */
export function shardNames(name: string, shards: number, compression: keyof typeof ENDINGS): string[] {
  const digits = (value: number) => String(value).padStart(5, '0');
  return Array.from(
    { length: shards },
    (_, shard) => `${name}-${digits(shard)}-of-${digits(shards)}.tfrecord${ENDINGS[compression]}`,
  );
}

/** Of what records have: raised when the same data are written otherwise. */
const VERSION = 2;

/** The name of a shard's content: all that it depends on. What a killed run has written is there for the next one. */
export function sharedName(data: string, config: object, shard: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([VERSION, data, config, shard]))
    .digest('hex');
  return `tfrecord-${digest}`;
}
