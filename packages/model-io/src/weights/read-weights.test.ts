import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readWeights } from './read-weights.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/weights/${name}`, import.meta.url));
type Recorded = Record<string, Record<string, { shape: number[]; values: number[] }>>;
const keras = JSON.parse(await readFile(fixture('weights.json'), 'utf8')) as Recorded;
const folder = await mkdtemp(join(tmpdir(), 'expgraph-weights-'));
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file to a temporary folder. */
async function fileOf(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const refusal = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    code: `EXPGRAPH_WEIGHTS_${code}`,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

describe('readWeights', () => {
  it.each([
    ['model.h5', 0],
    ['model.keras', 0],
    ['keras3.weights.h5', 0],
    ['tfjs-float32/model.json', 0],
    ['tfjs-uint16/model.json', 3 / 65535 / 2 + 1e-6],
    ['tfjs-uint8/model.json', 3 / 255 / 2 + 1e-6],
    ['tfjs-float16', 2 ** -11],
    ['tfjs-module', 3 / 255 / 2 + 1e-6],
  ])('reads %s by layer, in the order of the layer', async (name, tolerance) => {
    const found = await readWeights(fixture(name));
    for (const [layer, weights] of Object.entries(keras)) {
      const expected = Object.values(weights);
      const values = [...(found.get(layer)?.values() ?? [])];
      expect(
        values.map(({ shape }) => shape),
        layer,
      ).toEqual(expected.map(({ shape }) => shape));
      for (const [index, weight] of values.entries()) {
        const off = weight.values.map((value, place) => Math.abs(value - expected[index].values[place]));
        expect(Math.max(...off), `${layer}/${index}`).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  it('detects the format by content, not by name', async () => {
    for (const name of ['model.h5', 'model.keras', 'float32.tflite', 'zip.pth', 'legacy.pth']) {
      const found = await readWeights(await fileOf('weights.bin', await readFile(fixture(name))));
      expect(found, name).toEqual(await readWeights(fixture(name)));
    }
  });

  it.each([
    ['an empty file', '', 'page.h5 is not a file of weights: it is empty.'],
    ['an HTML page', '<html>404</html>', 'page.h5 is not a file of weights: it begins with "<html>404</html>".'],
    [
      'other bytes',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      'page.h5 is not a file of weights: it begins with the bytes ffd8ffe0.',
    ],
  ])('describes the content of %s', async (_, content, message) => {
    await expect(readWeights(await fileOf('page.h5', content))).rejects.toEqual(refusal('FORMAT', message));
  });

  it('reports a missing file, and the contents of a folder without a model', async () => {
    await expect(readWeights(join(folder, 'none.h5'))).rejects.toEqual(
      refusal('FILE_MISSING', 'The file of weights none.h5 does not exist.'),
    );
    await expect(readWeights(fixture('.'), 'weights')).rejects.toEqual(
      refusal('FORMAT', /it is a folder without a model\.json, and has deep\.h5, deep\.json/),
    );
  });

  it('rejects an archive without weights, and a damaged one', async () => {
    const whole = await readFile(fixture('model.keras'));
    await expect(readWeights(await fileOf('cut.keras', whole.subarray(0, 9000)))).rejects.toEqual(
      refusal('FORMAT', /^cut\.keras is not a file of weights: it is a damaged archive/),
    );
    const renamed = Buffer.from(whole.toString('latin1').replaceAll('model.weights.h5', 'model.weights.xx'), 'latin1');
    await expect(readWeights(await fileOf('other.keras', renamed))).rejects.toEqual(
      refusal('FORMAT', /it is an archive of metadata\.json, config\.json, model\.weights\.xx/),
    );
  });
});

describe('a TensorFlow.js model', () => {
  /** Copies a fixture and edits its files. */
  async function changed(name: string, edit: (folder: string) => Promise<void>): Promise<string> {
    const copy = await mkdtemp(join(folder, 'tfjs-'));
    await cp(fixture(name), copy, { recursive: true });
    await edit(copy);
    return join(copy, (await readdir(copy)).find((file) => file.startsWith('model')) as string);
  }
  const edited = (edit: (text: string) => string) => async (copy: string) => {
    const path = join(copy, 'model.json');
    await writeFile(path, edit(await readFile(path, 'utf8')));
  };

  it.each([
    [
      'a missing shard',
      (copy: string) => rm(join(copy, 'group1-shard2of2.bin')),
      /its shard "group1-shard2of2\.bin" is missing/,
    ],
    [
      'a truncated shard',
      (copy: string) => writeFile(join(copy, 'group1-shard2of2.bin'), 'x'),
      /group1-shard1of2\.bin, group1-shard2of2\.bin have 210 bytes, expected 416/,
    ],
    [
      'a shard in another folder',
      edited((text) => text.replace('group1-shard1of2', '../a')),
      /"\.\.\/a\.bin" is in another folder/,
    ],
    ['invalid JSON', edited((text) => text.slice(0, 90)), /it cannot be parsed/],
    ['a graph model', edited((text) => text.replace('layers-model', 'graph-model')), /it is a graph model/],
    ['no manifest', edited(() => '{"format": "layers-model"}'), /it has no weightsManifest/],
    [
      'an unknown data type',
      edited((text) => text.replace('"float32"', '"complex64"')),
      /"stem\/kernel" is complex64, expected float32, /,
    ],
    [
      'an invalid shape',
      edited((text) => text.replace('[3, 2, 2, 4]', '[-3, 2]')),
      /"stem\/kernel" has the shape \[-3, 2\]/,
    ],
  ])('with %s is rejected', async (_, edit, reason) => {
    await expect(readWeights(await changed('tfjs-float32', edit))).rejects.toEqual(refusal('TFJS', reason));
  });

  it('has its layers in model order, regardless of the order of weights', async () => {
    const layers = ['norm', 'project', 'filter', 'stem'].map((name) => ({ config: { name } }));
    const config = JSON.stringify({ layers });
    const path = await changed(
      'tfjs-float32',
      edited((text) => text.replace('"class_name"', `"config": ${config}, "class_name"`)),
    );
    expect([...(await readWeights(path)).keys()]).toEqual(['norm', 'project', 'filter', 'stem']);
  });

  it('wrapped in a module without an object is rejected', async () => {
    const path = await changed('tfjs-module', async (copy) => {
      await writeFile(join(copy, 'model.min.js'), '!function(e){}(1);');
    });
    await expect(readWeights(path)).rejects.toEqual(refusal('TFJS', /it exports no object/));
  });
});
