import type { AnyComponent } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import tensorflow from '../../index.js';
import type { Callback, CallbackAction } from './callback.js';

const all = (tensorflow.components ?? []).filter(({ kind }) => kind === 'callback');

/** Options with which each callback acts within a few epochs. The test below fails for callbacks without an entry. */
const OPTIONS: Readonly<Record<string, object>> = {
  'early-stopping': { patience: 3, restoreBestWeights: true },
  'reduce-lr-on-plateau': { patience: 2, cooldown: 1 },
  'terminate-on-nan': {},
  'weight-average': {},
  checkpoint: { saveBestOnly: true },
};

function create(type: string, options: object = OPTIONS[type]): Callback {
  const { config, create: make } = all.find((component) => component.type === type) as AnyComponent;
  const properties = Object.entries(config.properties as Record<string, { default?: unknown }>);
  const defaults = Object.fromEntries(properties.map(([name, schema]) => [name, schema.default]));
  return make({ ...defaults, ...options } as never) as Callback;
}

const LOSSES = [3, 2, 2.5, 1.5, 1.6, 1.7, 1.8, 1.9, Number.NaN, 1];

/** Returns the actions that a callback requests after each epoch. */
const watch = (callback: Callback, from: number, to: number): (readonly CallbackAction[])[] =>
  LOSSES.slice(from, to).map((loss, index) => callback.onEpochEnd(from + index, { loss, val_loss: loss }));

describe('callbacks', () => {
  it('are all covered by these tests', () => {
    expect(all.map(({ type }) => type).sort()).toEqual(Object.keys(OPTIONS).sort());
  });

  const cases = Object.keys(OPTIONS).flatMap((type) => LOSSES.map((_, epoch) => [type, epoch] as const));
  it.each(cases)(
    '%s acts the same when the training is interrupted before epoch index %i and resumed',
    (type, epoch) => {
      const whole = create(type);
      const expected = watch(whole, 0, LOSSES.length);
      const before = create(type);
      const first = watch(before, 0, epoch);
      const after = create(type);
      // Serializes the state as a checkpoint does.
      after.restore(JSON.parse(JSON.stringify(before.state())));
      expect([...first, ...watch(after, epoch, LOSSES.length)]).toEqual(expected);
      expect(after.state()).toEqual(whole.state());
      expect(after.onTrainEnd?.()).toEqual(whole.onTrainEnd?.());
    },
  );
});

describe('checkpoint', () => {
  const saved = (options: object) =>
    watch(create('checkpoint', options), 0, LOSSES.length).flatMap((actions, epoch) =>
      actions.map((action) => `${epoch} ${(action as { saveModel: string }).saveModel}`),
    );

  it('saves the best model so far, replacing the previous one', () => {
    expect(saved({})).toEqual(['0 best-val_loss', '1 best-val_loss', '3 best-val_loss', '9 best-val_loss']);
    expect(saved({ monitor: 'loss', mode: 'max' })).toEqual(['0 best-loss']);
  });

  it('saves at most every `every` epochs', () => {
    expect(saved({ every: 3 })).toEqual(['2 best-val_loss', '5 best-val_loss']);
  });

  it('saves each model under the number of its epoch with saveBestOnly: false', () => {
    expect(saved({ saveBestOnly: false, every: 4, monitor: 'none' })).toEqual(['3 epoch-004', '7 epoch-008']);
  });

  it('lists the metrics to monitor if the metric is unknown', () => {
    expect(() => saved({ monitor: 'val_los' })).toThrow('Unknown metric "val_los". Did you mean "val_loss"?');
  });
});
