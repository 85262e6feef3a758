import { readFileSync } from 'node:fs';
import type { Run } from '@expgraph/sdk';
import { MemoryArtifactStore, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../../test/memory-dataset.js';
import { defaultsOf } from '../../test/services.js';
import { Standardize } from './standardize.js';

type Config = Run<typeof Standardize>['config'];

interface Fixture {
  /** `[height, width, channels]` */
  readonly size: readonly [number, number, number];
  readonly images: readonly number[];
  readonly cases: readonly { readonly config: Partial<Config>; readonly expected: readonly number[] }[];
}

/** Results of Keras' ImageDataGenerator, fitted on the images. */
const fixtureOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')) as Fixture;

const [fixture, gray] = [fixtureOf('standardize'), fixtureOf('standardize-gray')];

function images({ size, images: all }: Fixture = fixture, values: readonly number[] = all): MemoryDataset {
  const labels = new Int32Array(values.length / (size[0] * size[1] * size[2]));
  return new MemoryDataset(Float32Array.from(values), size, labels, ['a'], { range: '0..255' });
}

const infer = (config: Partial<Config>, data = images()) =>
  Standardize.infer({
    inputs: { images: data.spec },
    config: { ...(defaultsOf(Standardize.config) as Config), ...config },
  }).images.features?.range;

async function standardized(
  config: Partial<Config>,
  {
    data = images(),
    statistics,
    artifacts = new MemoryArtifactStore(),
  }: {
    readonly data?: MemoryDataset;
    readonly statistics?: MemoryDataset;
    readonly artifacts?: MemoryArtifactStore;
  } = {},
) {
  const { outputs } = await runNode(Standardize, { inputs: { images: data, statistics }, config, artifacts });
  const { features } = await outputs.images.read(Int32Array.from({ length: 3 }, (_, index) => index));
  expect(outputs.images.spec.features?.range).toBe(infer(config));
  return Array.from(features);
}

const ALL: Partial<Config> = {
  rescale: 0.5,
  samplewiseCenter: true,
  samplewiseStdNormalization: true,
  zcaWhitening: true,
};

describe('standardize', () => {
  it('fulfills the contract of nodes', () => testNode(Standardize, { inputs: { images: images() }, config: ALL }));

  it.each(fixture.cases)('gives the results of Keras: $config', async ({ config, expected }) => {
    const values = await standardized(config);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 3);
  });

  it.each(gray.cases)('gives the results of Keras for grayscale images: $config', async ({ config, expected }) => {
    const values = await standardized(config, { data: images(gray) });
    expect(values).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 3);
  });

  it('uses the statistics of other images if they are given', async () => {
    const brighter = images(
      fixture,
      fixture.images.map((value) => value + 40),
    );
    const config = { featurewiseCenter: true };
    const own = await standardized(config);
    const others = await standardized(config, { statistics: brighter });
    expect(others.map((value, index) => own[index] - value).every((value) => Math.abs(value - 40) < 1e-3)).toBe(true);
  });

  it('computes the statistics once, and stores them', async () => {
    const artifacts = new MemoryArtifactStore();
    const first = await standardized(ALL, { statistics: images(), artifacts });
    const unread = images(
      fixture,
      fixture.images.map(() => 0),
    );
    expect(await standardized(ALL, { statistics: unread, artifacts })).toEqual(first);
  });

  it('infers the range if it is still known', () => {
    expect(infer({})).toBe('0..255');
    expect(infer({ rescale: 1 / 255 })).toBe('0..1');
    expect(infer({ rescale: 0.5 })).toBeUndefined();
    expect(infer({ samplewiseCenter: true })).toBeUndefined();
  });

  it('rejects images that are too large for zcaWhitening', () => {
    const large = new MemoryDataset(new Float32Array(64 * 64 * 3), [64, 64, 3], new Int32Array(1), ['a']);
    expect(() => infer({ zcaWhitening: true }, large)).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_IMAGES_ZCA_SIZE', at: { config: ['zcaWhitening'] } }),
    );
  });
});
