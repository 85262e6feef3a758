import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeStatics } from '@expgraph/sdk';
import { type KerasBackbone, testBackbone } from './test-backbone.js';
import { type KerasCase, testBackboneInKeras, writeWithKeras } from './test-backbone-in-keras.js';

/** What is used of a test runner: vitest's own functions fit. */
export interface SuiteRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>, timeout: number): void;
  beforeAll(body: () => Promise<void>, timeout: number): void;
  afterAll(body: () => Promise<void>): void;
}

export interface BackboneSuite {
  /** For example `ResNet backbones`. */
  readonly title: string;
  /** By the name of Keras' function. */
  readonly nodes: Readonly<Record<string, NodeStatics>>;
  /** What `fixtures/keras-backbones.py` has recorded, for every run of the tests. */
  readonly golden: URL;
  /** The same for the full suite: what is large. */
  readonly goldenLarge?: URL;
  /**
   * What is compared with Keras itself in the full suite, a step of training among it. Of two small images, batch normalisation sees
   * two pixels a channel at the end, and a step would be rounding: take larger ones, and no dropout.
   */
  readonly live: readonly KerasCase[];
}

/** The first time, Keras is installed. */
const TIMEOUT_MS = 600_000;

/** The tests of a family of backbones against Keras. With `EXPGRAPH_FULL_TESTS`, the large ones and Keras itself are among them. */
export function backboneSuite(runner: SuiteRunner, suite: BackboneSuite): void {
  const { describe, it } = runner;
  const nodeOf = ({ keras }: { readonly keras: string }) => {
    const node = suite.nodes[keras];
    if (!node) throw new Error(`there is no node for Keras' ${keras}`);
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
