import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkScans } from '../decode/check-scans.js';
import { checkSize } from '../decode/check-size.js';
import { decodeImage } from '../decode/decode-image.js';
import { queueLargeImage } from '../decode/queue-large-image.js';

const OPTIONS = {
  size: [4, 4],
  resize: 'stretch',
  interpolation: 'bilinear',
  colorMode: 'rgb',
  background: '#ffffff',
} as const;

const decode = (bytes: Buffer) => decodeImage({ bytes }, OPTIONS);

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A PNG of one color with a size that only its header has. */
function pngOf(width: number, height: number, more: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function bmpOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(100);
  bytes.write('BM');
  bytes.writeUInt32LE(62, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(1, 28);
  return bytes;
}

/** A JPEG with another size in its header. */
async function jpegOf(width: number, height: number, progressive: boolean): Promise<Buffer> {
  const bytes = await sharp(Buffer.alloc(64 * 3), { raw: { width: 8, height: 8, channels: 3 } })
    .jpeg({ progressive })
    .toBuffer();
  const frame = bytes.indexOf(Buffer.of(0xff, progressive ? 0xc2 : 0xc0));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

describe('an image with a large size in its header', () => {
  it.each([
    ['PNG', () => pngOf(20_000, 20_000)],
    ['JPEG', () => jpegOf(20_000, 20_000, false)],
    ['progressive JPEG', () => jpegOf(20_000, 20_000, true)],
  ])('is rejected as %s, with the size', async (_, make) => {
    await expect(decode(await make())).rejects.toThrow(
      'its size is 20,000 x 20,000 pixels, expected at most 178,956,970 pixels and 100,000 along a side: make it smaller',
    );
  });

  it('is rejected as BMP at a lower limit, because all its colors would be in memory', async () => {
    await expect(decode(bmpOf(12_992, 12_992))).rejects.toThrow(
      'its size is 12,992 x 12,992 pixels, expected at most 89,478,485 pixels for a BMP',
    );
  });

  it.each([
    ['PNG', () => pngOf(13_000, 13_000)],
    ['progressive JPEG', () => jpegOf(13_000, 13_000, true)],
  ])('is rejected as %s if its file is far too short', async (_, make) => {
    await expect(decode(await make())).rejects.toThrow(
      /^its size is 13,000 x 13,000 pixels, and the file has .*: it would expand to/,
    );
  });

  it('is read if its file is long enough', () => {
    expect(() => checkSize({ width: 13_000, height: 13_000, depth: 3, fileSize: 10_000_000 })).not.toThrow();
  });
});

it('does not decompress gigabytes of text in a PNG', async () => {
  const text = Buffer.concat([
    Buffer.from('Comment\0\0', 'latin1'),
    deflateSync(Buffer.alloc(300 * 2 ** 20), { level: 9 }),
  ]);
  const before = process.memoryUsage().rss;
  await decode(pngOf(16, 16, [chunk('zTXt', text)])).catch(() => undefined);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(200);
});

describe('a JPEG with many scans', () => {
  const scans = (count: number) => Buffer.concat(Array<Buffer>(count).fill(Buffer.of(0xff, 0xda, 0, 2)));

  it('is rejected if they would take minutes', () => {
    expect(() => checkScans(scans(30), 100_000_000)).toThrow(
      'it has 21 or more scans of 100,000,000 pixels, expected at most 20: save it again',
    );
    expect(() => checkScans(scans(501), 100)).toThrow('it has 501 or more scans');
  });

  it('is read with as many scans as encoders write, or few for its size', () => {
    checkScans(scans(20), 178_000_000);
    checkScans(scans(64), 7_000_000);
  });
});

describe('queueLargeImage', () => {
  it('decodes large images one after the other, also after a failure, and small images concurrently', async () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const large = (index: number) =>
      queueLargeImage(20_000_000, () => {
        begun.push(index);
        return new Promise<void>((resolve, reject) => ends.push(index === 0 ? reject : resolve));
      });
    const all = [0, 1, 2].map((index) => large(index).catch(() => undefined));
    await queueLargeImage(100, async () => begun.push(9));
    expect(begun).toEqual([9, 0]);
    for (const index of [0, 1, 2]) {
      ends[index]();
      await all[index];
    }
    expect(begun).toEqual([9, 0, 1, 2]);
  });
});
