import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { npyOf, zipOf } from '../../test/npz-files.js';
import { ExpansionBudget } from './expansion-budget.js';
import { Unpickler } from './pickle.js';
import { readNpy } from './read-npy.js';
import { readNpz } from './read-npz.js';
import { unpackStream } from './unpack-stream.js';
import { ZipFile } from './zip-file.js';

const folder = await mkdtemp(join(tmpdir(), 'expgraph-bombs-'));
afterAll(() => rm(folder, { recursive: true }));

const MIB = 2 ** 20;
const budgetOf = (file: Buffer, free = MIB) => ExpansionBudget.ofMemory('bomb', file.length, { limits: { free } });
const refused = expect.objectContaining({ code: 'EXPGRAPH_DATA_EXPANSION' });

async function onDisk(bytes: Buffer): Promise<string> {
  const path = join(folder, 'bomb');
  await writeFile(path, bytes);
  return path;
}

describe('a bomb', () => {
  it('of zip is rejected by its directory, before unpacking', async () => {
    const bytes = zipOf([['zeros', Buffer.alloc(8 * MIB)]]);
    expect(bytes.length).toBeLessThan(MIB / 64);
    const budget = budgetOf(bytes);
    await expect(ZipFile.with(await onDisk(bytes), budget, (zip) => zip.read('zeros'))).rejects.toThrow(refused);
    expect(budget.spent).toBe(0);
  });

  it('of zip with a wrong size is unpacked up to that size only', async () => {
    const bytes = zipOf([['zeros', Buffer.alloc(8 * MIB)]]);
    const entry = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes.writeUInt32LE(1000, entry + 24);
    const budget = budgetOf(bytes);
    await expect(ZipFile.with(await onDisk(bytes), budget, (zip) => zip.read('zeros'))).rejects.toThrow();
    expect(budget.spent).toBeLessThanOrEqual(1000);
  });

  it('of zip with too many entries is rejected', async () => {
    const bytes = zipOf(Array.from({ length: 11 }, (_, index) => [`${index}`, Buffer.alloc(0)] as const));
    const budget = ExpansionBudget.ofMemory('bomb', bytes.length, { limits: { entries: 10 } });
    await expect(ZipFile.with(await onDisk(bytes), budget, async () => 0)).rejects.toThrow('more than 10 entries');
  });

  it.each([
    ['gzip', gzipSync],
    ['zlib', deflateSync],
  ] as const)('of %s is stopped at the limit while it is read', async (compression, pack) => {
    const bytes = pack(Buffer.alloc(16 * MIB));
    const budget = budgetOf(bytes, 2 * MIB);
    const read = async () => {
      for await (const _ of unpackStream(Readable.from([bytes]), compression, budget));
    };
    await expect(read()).rejects.toThrow(refused);
    expect(budget.spent).toBeLessThan(3 * MIB);
  });

  it('that is damaged fails on reading only', async () => {
    const bytes = gzipSync(Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251)));
    bytes.fill(0xff, 20, 60);
    const unread = unpackStream(Readable.from([bytes]), 'gzip', budgetOf(bytes));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(unread[Symbol.asyncIterator]().next()).rejects.toThrow();
  });

  it('of npz is rejected by its size', async () => {
    const bytes = zipOf([['x.npy', npyOf('|u1', [8 * MIB], Buffer.alloc(8 * MIB))]]);
    const budget = budgetOf(bytes);
    await expect(readNpz('a.npz', await onDisk(bytes), () => true, budget)).rejects.toThrow(refused);
    expect(budget.spent).toBe(0);
  });

  it('of npy that claims terabytes is rejected by its size', () => {
    const bytes = npyOf('<f8', [2 ** 40, 2 ** 20], Buffer.alloc(8));
    expect(() => readNpy('a.npy', bytes, budgetOf(bytes))).toThrow(
      'the data has 8 bytes, expected 9223372036854776000',
    );
  });

  it('of npy with a long header, many axes or long strings is rejected, or read in linear time', () => {
    const texts = npyOf('<U200000', [1], Buffer.alloc(800_000, 0).fill(Buffer.of(65, 0, 0, 0), 799_996));
    expect(readNpy('a.npy', texts, budgetOf(texts)).values[0]).toHaveLength(200_000);
    const many = npyOf('|S1', [1001], Buffer.alloc(1001));
    const budget = ExpansionBudget.ofMemory('bomb', many.length, { limits: { entries: 1000 } });
    expect(() => readNpy('a.npy', many, budget)).toThrow('more than 1,000 entries');
    const axes = npyOf('|u1', Array<number>(65).fill(1), Buffer.alloc(1));
    expect(() => readNpy('a.npy', axes, budgetOf(axes))).toThrow('found 65 axes, expected at most 64');
  });
});

describe('a pickle', () => {
  const pickle = (text: string) => Buffer.from(text, 'latin1');
  const nothing = { call: () => null };
  const read = (bytes: Buffer, budget = budgetOf(bytes)) => new Unpickler(bytes, nothing, budget).read();

  it('that reads from its memo without end is stopped', () => {
    const bytes = Buffer.concat([pickle('\x80\x02]\x94('), Buffer.alloc(MIB, 'h\0', 'latin1'), pickle('e.')]);
    const budget = budgetOf(bytes, MIB);
    expect(() =>
      new Unpickler(bytes, nothing, ExpansionBudget.ofMemory('bomb', 100, { limits: { free: MIB } })).read(),
    ).toThrow(refused);
    expect(() => read(bytes, budget)).not.toThrow();
  });

  it('of nested objects is stopped when they exceed the budget', () => {
    const bytes = Buffer.concat([pickle('\x80\x02'), Buffer.alloc(MIB, ']'), pickle('.')]);
    const budget = ExpansionBudget.ofMemory('bomb', 1000, { limits: { free: MIB } });
    expect(() => read(bytes, budget)).toThrow(refused);
    expect(budget.spent).toBeLessThan(1.1 * MIB);
  });

  it('of too many objects is stopped', () => {
    const bytes = Buffer.concat([pickle('\x80\x02'), Buffer.alloc(101, ']'), pickle('.')]);
    const budget = ExpansionBudget.ofMemory('bomb', 1000, { limits: { entries: 100 } });
    expect(() => read(bytes, budget)).toThrow('more than 100 entries');
  });

  it('whose name is nested lists is rejected: as a string, they would be exponentially long', () => {
    // l = []; 40 times: l = [l, l]; then the global of l and l.
    const doubled =
      '\x94h\0\x86'.repeat(1) +
      Array.from({ length: 40 }, (_, index) => `\x94h${String.fromCharCode(index + 1)}\x86`).join('');
    expect(() => read(pickle(`\x80\x02]${doubled}\x94h\x29\x93.`))).toThrow('a name is not a string');
  });

  it.each([
    ['a truncated pickle', '\x80\x02]K', 'the pickle is truncated'],
    ['a pickle without an end', '\x80\x02]', 'the pickle is truncated'],
    ['a string longer than the file', '\x80\x02X\xff\xff\xff\x7fa.', 'the pickle is truncated'],
    ['an unknown operation', '\x80\x02I1\n.', 'byte 2 of the pickle is the unsupported operation 0x49'],
    ['an end without a beginning', '\x80\x02.', 'damaged at byte 3: the stack is empty'],
    ['a list without a mark', '\x80\x02]K\x01e.', 'the stack has no mark'],
    ['an append to a number', '\x80\x02K\x01K\x02a.', 'it appends to a value that is not a list'],
    ['an unknown memo index', '\x80\x02h\x05.', 'it reads a memo entry that does not exist'],
    ['a call without a name', '\x80\x02K\x01)R.', 'it calls a value that is not a global'],
    ['a persistent id', '\x80\x02K\x01Q.', 'it refers to an external object'],
  ])('rejects %s', (_, content, message) => {
    expect(() => read(pickle(content))).toThrow(message);
  });

  it('returns nested lists and memo entries', () => {
    // [1, [258, -3]], then the inner list again.
    expect(read(pickle('\x80\x02]q\x00(K\x01]q\x01(M\x02\x01J\xfd\xff\xff\xffeh\x01e.'))).toEqual([
      1,
      [258, -3],
      [258, -3],
    ]);
  });

  it('of an array calls nothing, and rejects unknown names', () => {
    const bytes = npyOf('|O', [1], pickle('\x80\x02cos\nsystem\nU\x04echo\x85R.'));
    expect(() => readNpy('a.npy', bytes, budgetOf(bytes))).toThrow('it calls os.system, which is not allowed');
  });
});
