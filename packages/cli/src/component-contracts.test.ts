import { loadRegistry } from '@expgraph/core';
import type { AnyComponent } from '@expgraph/sdk';
import { type LayerCase, testCallback, testLayer, testLoss, testOptimizer, testSchedule } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { BUILT_IN } from './built-in.js';

const { components } = await loadRegistry(undefined, { builtIn: BUILT_IN });
const of = (kind: string) => [...(components.get(kind)?.values() ?? [])] as AnyComponent[];

/** Options of components that have required ones, or do little without. */
const OPTIONS: Readonly<Record<string, object>> = {
  'cosine-decay': { initialLearningRate: 0.1, decaySteps: 100, warmupTarget: 0.2, warmupSteps: 10 },
  'exponential-decay': { initialLearningRate: 0.1, decaySteps: 7, decayRate: 0.5 },
  'piecewise-constant': { boundaries: [5, 12], values: [0.1, 0.05, 0.01] },
  'early-stopping': { patience: 3 },
  'reduce-lr-on-plateau': { patience: 2, cooldown: 1 },
};

const IMAGE: LayerCase['input'] = { dtype: 'float32', shape: ['batch', 8, 8, 3] };
const SEQUENCE: LayerCase['input'] = { dtype: 'float32', shape: ['batch', 8, 3] };
const VECTOR: LayerCase['input'] = { dtype: 'float32', shape: ['batch', 6] };
const TOKENS: LayerCase['input'] = { dtype: 'int32', shape: ['batch', 8], vocabularySize: 9 };

/** An input and options for each layer. A layer that is missing here fails the test below. */
const LAYERS: Readonly<Record<string, LayerCase>> = {
  dense: { input: VECTOR, options: { units: 4 } },
  conv1d: { input: SEQUENCE, options: { filters: 4, kernelSize: 3 } },
  conv2d: { input: IMAGE, options: { filters: 4, kernelSize: 3, strides: 2, padding: 'same' } },
  'depthwise-conv2d': { input: IMAGE, options: { kernelSize: [3, 2] } },
  'max-pooling1d': { input: SEQUENCE },
  'max-pooling2d': { input: IMAGE, options: { poolSize: 3, padding: 'same' } },
  'global-max-pooling1d': { input: SEQUENCE },
  'global-max-pooling2d': { input: IMAGE },
  'average-pooling1d': { input: SEQUENCE, options: { poolSize: 3, strides: 1 } },
  'average-pooling2d': { input: IMAGE },
  'global-average-pooling1d': { input: SEQUENCE },
  'global-average-pooling2d': { input: IMAGE },
  flatten: { input: IMAGE },
  activation: { input: VECTOR, options: { activation: 'hardSwish' } },
  dropout: { input: VECTOR },
  'batch-normalization': { input: VECTOR },
  'layer-normalization': { input: VECTOR },
  rescaling: { input: VECTOR, options: { scale: 2, offset: 1 } },
  masking: { input: SEQUENCE },
  embedding: { input: TOKENS },
  'simple-rnn': { input: SEQUENCE, options: { units: 4 } },
  lstm: { input: SEQUENCE, options: { units: 4, returnSequences: true } },
  gru: { input: SEQUENCE, options: { units: 4 } },
  bidirectional: { input: SEQUENCE, options: { layer: { type: 'lstm', units: 4 } } },
  stacked: {
    input: SEQUENCE,
    options: {
      cells: [
        { type: 'gru', units: 4 },
        { type: 'lstm', units: 3 },
      ],
    },
  },
  'conv-lstm': { input: { dtype: 'float32', shape: ['batch', 3, 8, 8, 2] }, options: { filters: 2 } },
};

describe('the contract of built-in components', () => {
  it.each(of('optimizer').map((each) => [each.type, each] as const))('holds for the optimizer %s', (type, component) =>
    testOptimizer(component as never, { learningRate: 0.05, ...OPTIONS[type] }),
  );
  it.each(of('schedule').map((each) => [each.type, each] as const))('holds for the schedule %s', (type, component) =>
    testSchedule(component as never, OPTIONS[type]),
  );
  it.each(of('loss').map((each) => [each.type, each] as const))('holds for the loss %s', (_, component) =>
    testLoss(component as never),
  );
  it.each(of('callback').map((each) => [each.type, each] as const))('holds for the callback %s', (type, component) =>
    testCallback(component as never, OPTIONS[type]),
  );
  it.each(Object.keys(LAYERS))(
    'holds for the layer %s',
    async (type) => {
      const component = of('layer').find((each) => each.type === type);
      await testLayer(component as never, { ...LAYERS[type], nested: of('recurrentCell') });
    },
    600_000,
  );

  it('is tested for every layer', () => {
    expect(
      of('layer')
        .map(({ type }) => type)
        .sort(),
    ).toEqual(Object.keys(LAYERS).sort());
  });
});
