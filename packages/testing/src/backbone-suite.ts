import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeStatics } from '@expgraph/sdk';
import { type KerasBackbone, testBackbone } from './test-backbone.js';
import { type KerasCase, testBackboneInKeras, writeWithKeras } from './test-backbone-in-keras.js';

/** The functions of a test runner; vitest's can be passed. */
export interface SuiteRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>, timeout: number): void;
  beforeAll(body: () => Promise<void>, timeout: number): void;
  afterAll(body: () => Promise<void>): void;
}

export interface BackboneSuite {
  /** Title of the tests, for example `ResNet backbones`. */
  readonly title: string;
  /** Node classes by the name of Keras' function. */
  readonly nodes: Readonly<Record<string, NodeStatics>>;
  /** Records of `fixtures/keras-backbones.py`, checked in every test run. */
  readonly golden: URL;
  /** Records of large backbones, checked in the full suite. */
  readonly goldenLarge?: URL;
  /**
   * Cases compared with Keras itself in the full suite, including a training step. Use large images and no dropout: with two small images,
   * the last batch normalization sees two pixels per channel, and the step would be dominated by rounding.
   */
  readonly live: readonly KerasCase[];
}

/** The first call installs Keras. */
const TIMEOUT_MS = 600_000;

/** Tests a family of backbones against Keras. With `EXPGRAPH_FULL_TESTS`, also large backbones, and against Keras itself. */
export function backboneSuite(runner: SuiteRunner, suite: BackboneSuite): void {
  const { describe, it } = runner;
  const nodeOf = ({ keras }: { readonly keras: string }) => {
    const node = suite.nodes[keras];
    if (!node) throw new Error(`no node for Keras' ${keras}`);
    return node;
  };
  const recorded = (golden: URL) => {
    for (const expected of JSON.parse(readFileSync(golden, 'utf8')) as KerasBackbone[]) {
      const name = `have the layers, parameters and outputs of ${titleOf(expected)}`;
      it(name, () => testBackbone(nodeOf(expected), expected), TIMEOUT_MS);
    }
  };
  const { title, golden, goldenLarge, live } = suite;
  describe(title, () => recorded(golden));
  if (!process.env.EXPGRAPH_FULL_TESTS) return;
  if (goldenLarge) describe(`${title} that are large`, () => recorded(goldenLarge));
  describe(`${title}, against Keras itself`, () => {
    let folder: string;
    runner.beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'expgraph-backbones-'));
      await writeWithKeras(live, folder);
    }, TIMEOUT_MS);
    runner.afterAll(() => rm(folder, { recursive: true, force: true }));
    for (const [index, given] of live.entries()) {
      const name = `read what Keras writes, and train as it does: ${titleOf(given)}`;
      it(name, () => testBackboneInKeras(nodeOf(given), given, join(folder, String(index))), TIMEOUT_MS);
    }
  });
}

const titleOf = ({ keras, config }: KerasCase) => `Keras' ${keras} ${JSON.stringify(config)}`;
