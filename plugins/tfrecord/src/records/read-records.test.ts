import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allRecords, writeBytes, writeRecords } from '../../test/record-files.js';
import { COMPRESSIONS, detectCompression } from './compression.js';
import { FOOTER, HEADER } from './frame-record.js';
import type { RecordFlaw } from './record-flaw.js';

/** Records of different lengths and content. */
const records = [0, 1, 7, 300, 5000, 70_000, 3].map((length, seed) =>
  Uint8Array.from({ length }, (_, index) => index * 7 + seed + (index >> 5)),
);

async function flawsOf(path: string): Promise<{ records: Uint8Array[]; flaws: RecordFlaw[] }> {
  const flaws: RecordFlaw[] = [];
  return { records: await allRecords(path, { onFlaw: (flaw) => flaws.push(flaw), blockBytes: 4096 }), flaws };
}

describe('readRecords', () => {
  it.each(COMPRESSIONS)('reads what was written, %s, with any block size', async (compression) => {
    const path = await writeRecords(records, { compression });
    expect(await detectCompression(path)).toBe(compression);
    for (const blockBytes of [100, 1 << 20]) expect(await allRecords(path, { blockBytes })).toEqual(records);
  });

  it('reads an empty file, and concatenated gzip files', async () => {
    expect(await allRecords(await writeBytes(new Uint8Array(0)))).toEqual([]);
    const packed = gzipSync(await readFile(await writeRecords(records)));
    expect(await allRecords(await writeBytes(Buffer.concat([packed, packed])))).toEqual([...records, ...records]);
  });

  it('finds a flipped bit anywhere, reports file, record and byte, and can continue with the other records', async () => {
    const small = [1, 2, 3].map((value) => new Uint8Array(3).fill(value));
    const path = await writeRecords(small);
    const sound = await readFile(path);
    const frame = HEADER + 3 + FOOTER;
    for (let bit = 0; bit < sound.length * 8; bit += 1) {
      const damaged = Buffer.from(sound);
      damaged[bit >> 3] ^= 1 << (bit & 7);
      await writeFile(path, damaged);
      const record = Math.floor((bit >> 3) / frame);
      await expect(allRecords(path, { compression: 'none', blockBytes: 128 })).rejects.toMatchObject({
        file: path,
        record,
        offset: record * frame,
      });
    }
    const { records: left, flaws } = await flawsOf(path);
    expect(flaws).toHaveLength(1);
    expect(left).toEqual(small.slice(0, 2));
  });

  it('finds the next record after a damaged length', async () => {
    const bytes = await readFile(await writeRecords(records));
    bytes[HEADER + FOOTER + 3] ^= 1;
    const { records: left, flaws } = await flawsOf(await writeBytes(bytes));
    expect(left).toEqual([records[0], ...records.slice(2)]);
    expect(flaws).toMatchObject([{ record: 1, offset: 16, reason: 'the checksum of the length is wrong' }]);
  });

  it('reports where a truncated file ends, at every length', async () => {
    const bytes = await readFile(await writeRecords([records[2], records[6]]));
    const first = HEADER + 7 + FOOTER;
    for (let length = 1; length < bytes.length; length += 1) {
      const { records: left, flaws } = await flawsOf(await writeBytes(bytes.subarray(0, length)));
      if (length === first) expect(flaws).toEqual([]);
      else expect(flaws).toMatchObject([length < first ? { record: 0, offset: 0 } : { record: 1, offset: first }]);
      expect(left).toHaveLength(length < first ? 0 : 1);
    }
  });

  it.each(['gzip', 'zlib'] as const)(
    'reports where a truncated or damaged compressed file ends, %s',
    async (compression) => {
      const bytes = await readFile(await writeRecords(records, { compression }));
      const cut = await flawsOf(await writeBytes(bytes.subarray(0, bytes.length - 20)));
      expect(cut.flaws).toHaveLength(1);
      expect(cut.flaws[0].reason).toMatch(/^the compressed data is damaged: /);
      expect(cut.records).toEqual(records.slice(0, cut.records.length));
      const flipped = Buffer.from(bytes);
      flipped[bytes.length - 3] ^= 1;
      expect((await flawsOf(await writeBytes(flipped))).flaws).not.toEqual([]);
    },
  );

  it('finds damage in the first bytes of a later gzip member, and reads padding of zeros', async () => {
    const [first, second] = [[1], [2]].map((bytes) => Uint8Array.from(bytes));
    const [one, two] = await Promise.all(
      [first, second].map(async (record) => gzipSync(await readFile(await writeRecords([record])))),
    );
    for (const byte of [0, 1, 2]) {
      for (const value of [0, 0x55, 0xff]) {
        const damaged = Buffer.concat([one, two]);
        damaged[one.length + byte] = value;
        const { records: left, flaws } = await flawsOf(await writeBytes(damaged));
        // Data in the same chunk as the damage is lost, unless zlib treats a zero as padding.
        expect(left).toEqual(byte === 0 && value === 0 ? [first] : []);
        expect(flaws).toHaveLength(1);
        expect(flaws[0].reason).toMatch(/^the compressed data /);
      }
    }
    expect(await flawsOf(await writeBytes(Buffer.concat([one, Buffer.alloc(512)])))).toEqual({
      records: [first],
      flaws: [],
    });
  });

  it('allocates no memory for a record that is longer than its file', async () => {
    const bytes = await readFile(await writeRecords([records[4]]));
    const { flaws } = await flawsOf(await writeBytes(bytes.subarray(0, 100)));
    expect(flaws).toMatchObject([{ reason: 'the file ends within the record: it has 100 of 5016 bytes' }]);
  });
});
