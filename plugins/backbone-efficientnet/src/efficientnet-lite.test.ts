import { readFileSync } from 'node:fs';
import { Blueprint, backbone } from '@expgraph/model-io/backbones';
import type { Model } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import {
  compareNumbers,
  completeConfig,
  noise,
  runNode,
  type SampledNumbers,
  setFormulaWeights,
} from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { efficientNetLite, type LiteScale } from './efficientnet-lite.js';

/** Outputs of PyTorch for two images, recorded by `fixtures/lite.py`. */
interface Golden {
  readonly scale: LiteScale;
  readonly weights: 'formula' | 'imagenet';
  readonly inputSize: readonly [number, number];
  readonly parameters: { readonly trainable: number; readonly all: number };
  readonly output: SampledNumbers;
}

const golden = JSON.parse(
  readFileSync(new URL('../fixtures/golden-lite.json', import.meta.url), 'utf8'),
) as readonly Golden[];

/** The other weight packages are tens of megabytes each. */
const cases = golden.filter(({ scale }) => scale === 'lite0' || process.env.EXPGRAPH_FULL_TESTS);

/** Parameters in millions, as published by the authors. */
const PUBLISHED = { lite0: 4.7, lite1: 5.4, lite2: 6.1, lite3: 8.2, lite4: 13 } as const;

beforeAll(async () => void (await startBackend()), 600_000);

describe('EfficientNet-Lite', () => {
  it.each(golden.filter(({ weights }) => weights === 'formula'))(
    '$scale has as many parameters as in PyTorch, and as published',
    ({ scale, inputSize, parameters }) => {
      const node = backbone(efficientNetLite(scale));
      const config = completeConfig(node, { inputSize, includeTop: true, weights: 'none' });
      const blueprint = new Blueprint(inputSize);
      const layers = blueprint.layersTo(efficientNetLite(scale).build(blueprint, config as never));
      expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters.all);
      expect(Math.round(parameters.trainable / 1e5) / 10).toBe(PUBLISHED[scale]);
    },
  );

  it.each(cases)(
    '$scale matches the outputs of PyTorch with $weights weights',
    async ({ scale, weights, ...expected }) => {
      const before = tf.memory().numTensors;
      const { inputSize, parameters } = expected;
      const given = { inputSize, includeTop: true, classifierActivation: 'linear' } as const;
      const config = { ...given, weights: weights === 'formula' ? 'none' : weights } as object;
      const { outputs } = await runNode(backbone(efficientNetLite(scale)), { inputs: {}, config });
      const model = outputs.model as Model;
      const { network } = model;
      expect(network.countParams()).toBe(parameters.all);
      if (weights === 'formula') setFormulaWeights(network);
      const [height, width] = inputSize;
      const pixels = noise(2 * height * width * 3, 0.5).map((value) => value * 127 + 127);
      const output = tf.tidy(() => network.predict(tf.tensor(pixels, [2, height, width, 3])) as tf.Tensor);
      compareNumbers(output.dataSync<'float32'>(), expected.output, 1e-4, 'output');
      output.dispose();
      disposeModel(model);
      expect(tf.memory().numTensors).toBe(before);
    },
    600_000,
  );
});
