import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readKerasH5 } from './read-keras-h5.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/weights/${name}`, import.meta.url));
type Recorded = Record<string, Record<string, { shape: number[]; values: number[] }>>;
const keras = JSON.parse(await readFile(fixture('weights.json'), 'utf8')) as Recorded;
const folder = await mkdtemp(join(tmpdir(), 'expgraph-h5-'));
afterAll(() => rm(folder, { recursive: true }));

describe('readKerasH5', () => {
  it('reads all weights of a whole model by layer and name', async () => {
    const found = await readKerasH5(fixture('model.h5'));
    const weighted = [...found].filter(([, weights]) => weights.size > 0);
    expect(Object.fromEntries(weighted.map(([layer, weights]) => [layer, [...weights.keys()]]))).toEqual(
      Object.fromEntries(Object.entries(keras).map(([layer, weights]) => [layer, Object.keys(weights)])),
    );
    for (const [layer, weights] of weighted) {
      for (const [name, { shape, values }] of weights) {
        expect(values).toBeInstanceOf(Float32Array);
        expect({ shape, values: [...values] }, `${layer}/${name}`).toEqual(keras[layer][name]);
      }
    }
  });

  it('reads weight files of Keras 2: numbered names, split lists, float64', async () => {
    const found = await readKerasH5(fixture('keras2.h5'));
    expect([...found.keys()]).toEqual(['stem', 'filter', 'empty']);
    expect([...(found.get('stem')?.keys() ?? [])]).toEqual(['kernel', 'bias']);
    const kernel = found.get('filter')?.get('depthwise_kernel');
    expect({ shape: kernel?.shape, values: [...(kernel?.values ?? [])] }).toEqual(keras.filter.kernel);
    expect(found.get('empty')?.size).toBe(0);
  });

  it('reads files of Keras 3, by position if they have no names', async () => {
    const named = await readKerasH5(fixture('keras3.weights.h5'));
    expect([...(named.get('norm')?.values() ?? [])].map(({ values }) => values[0])).toEqual([1, 2, 3, 4]);
    const unnamed = await readKerasH5(fixture('unnamed.weights.h5'));
    expect([...unnamed.keys()]).toEqual([
      'layers/batch_normalization',
      'layers/conv2d',
      'layers/conv2d_1',
      'layers/depthwise_conv2d',
    ]);
    expect(unnamed.get('layers/conv2d_1')?.get('0')?.values).toEqual(named.get('project')?.get('0')?.values);
  });

  it.each([
    ['an HTML page', 0, 'it does not begin with the HDF5 signature.'],
    ['its first half', 0.5, 'it is truncated: 13060 bytes, expected 26120.'],
    ['its first 20 bytes', 20 / 26120, 'it is truncated: 20 bytes.'],
  ])('rejects %s', async (_, share, reason) => {
    const whole = await readFile(fixture('model.h5'));
    const path = join(folder, 'page.h5');
    await writeFile(path, share ? whole.subarray(0, Math.round(whole.length * share)) : '<html>not found</html>');
    await expect(readKerasH5(path)).rejects.toMatchObject({
      code: 'EXPGRAPH_WEIGHTS_H5',
      message: `page.h5 is not a file of Keras weights: ${reason}`,
    });
  });
});
