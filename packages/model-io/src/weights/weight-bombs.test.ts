import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { readWeights } from './read-weights.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/weights/${name}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'expgraph-weight-bombs-'));
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** Writes a zip archive of entries, optionally deflated. */
function zipOf(entries: readonly (readonly [string, Buffer])[], deflate: boolean): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const packed = deflate ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflate ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString('latin1');
};
const text = (value: string) => `X${uint32(value.length)}${value}`;

/** Returns a state dict of `count` tensors of `size` values in the same storage. */
function torchOf(count: number, size: number): Buffer {
  const storage = `(${text('storage')}ctorch\nFloatStorage\n${text('0')}${text('cpu')}J${uint32(size)}tQ`;
  const tensor = `ctorch._utils\n_rebuild_tensor_v2\n(${storage}K\0J${uint32(size)}\x85K\x01\x85\x89}tR`;
  const names = Array.from({ length: count }, (_, index) => `${text(`w.${index}`)}${tensor}`);
  const pickle = Buffer.from(`\x80\x02}(${names.join('')}u.`, 'latin1');
  return zipOf(
    [
      ['a/data.pkl', pickle],
      ['a/data/0', Buffer.alloc(size * 4)],
    ],
    false,
  );
}

const read = async (name: string, bytes: Buffer) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return readWeights(path);
};

describe('weights that need more memory than their file', () => {
  it('are rejected if many PyTorch tensors share one storage', async () => {
    expect((await read('a.pth', torchOf(10, 1000))).get('w')?.size).toBe(10);
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '1MB');
    await expect(read('b.pth', torchOf(1000, 1000))).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_EXPANSION',
      message: expect.stringMatching(/^"b\.pth" expands to more than 1 MB, expected at most 1 MB\.$/),
      at: { config: ['weights'] },
    });
  });

  it('are rejected if a Keras archive unpacks to them', async () => {
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '1MB');
    const bomb = zipOf(
      [
        ['config.json', Buffer.from('{}')],
        ['model.weights.h5', Buffer.alloc(5_000_000)],
      ],
      true,
    );
    await expect(read('a.keras', bomb)).rejects.toMatchObject({ code: 'EXPGRAPH_DATA_EXPANSION' });
  });

  it.each(['model.h5', 'deep.h5', 'float32.tflite'])('are counted in %s', async (name) => {
    const bytes = await readFile(fixture(name));
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '100');
    await expect(read(name, bytes)).rejects.toMatchObject({ code: 'EXPGRAPH_DATA_EXPANSION' });
  });

  it('are rejected if a model.json lists a shard twice', async () => {
    const model = { modelTopology: {}, weightsManifest: [{ paths: ['a.bin', 'a.bin'], weights: [] }] };
    await expect(read('model.json', Buffer.from(JSON.stringify(model)))).rejects.toThrow(
      'it lists the shard "a.bin" twice',
    );
  });
});

describe('a PyTorch pickle', () => {
  const pickled = (pickle: string) => zipOf([['a/data.pkl', Buffer.from(pickle, 'latin1')]], false);
  /** An empty list, nested 40 times in a pair with itself, whose string would be endless. */
  const endless = `]\x94h\0\x86${Array.from({ length: 40 }, (_, index) => `\x94h${String.fromCharCode(index + 1)}\x86`).join('')}`;

  it.each([
    ['a name', `\x80\x02${endless}\x94h\x29\x93.`],
    ['a storage key', `\x80\x02(${text('storage')}ctorch\nFloatStorage\n${endless}${text('cpu')}K\x01tQ.`],
    ['a weight name', `\x80\x02}(${endless}K\x01u.`],
  ])('with nested lists as %s is rejected', async (_, pickle) => {
    await expect(read('a.pth', pickled(pickle))).rejects.toMatchObject({ code: 'EXPGRAPH_WEIGHTS_TORCH' });
  });
});
