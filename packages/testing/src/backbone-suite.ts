import { readFileSync } from 'node:fs';
import type { NodeStatics } from '@expgraph/sdk';
import { type KerasBackbone, testBackbone } from './test-backbone.js';
import { testBackboneInKeras } from './test-backbone-in-keras.js';

/** What is used of a test runner: vitest's own functions fit. */
export interface SuiteRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>, timeout: number): void;
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
  readonly live: readonly Pick<KerasBackbone, 'keras' | 'config' | 'gain'>[];
}

/** The first time, Keras is installed. */
const TIMEOUT_MS = 600_000;

/** The tests of a family of backbones against Keras. With `EXPGRAPH_FULL_TESTS`, the large ones and Keras itself are among them. */
export function backboneSuite({ describe, it }: SuiteRunner, suite: BackboneSuite): void {
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
  describe(`${title}, against Keras itself`, () => {
    if (goldenLarge) recorded(goldenLarge);
    for (const given of live) {
      const name = `read what Keras writes, and train as it does: ${titleOf(given)}`;
      it(name, () => testBackboneInKeras(nodeOf(given), given), TIMEOUT_MS);
    }
  });
}

const titleOf = ({ keras, config }: Pick<KerasBackbone, 'keras' | 'config'>) =>
  `Keras' ${keras} ${JSON.stringify(config)}`;
