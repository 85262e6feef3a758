import { deepStrictEqual } from 'node:assert';
import type { AnyComponent } from '@expgraph/sdk';
import type { Callback } from '@expgraph/tensorflow';
import { createComponent } from './create-component.js';

type CallbackComponent = AnyComponent & { readonly kind: 'callback' };

const LOSSES = [3, 2, 2.5, 1.5, 1.6, 1.7, 1.8, 1.9, Number.NaN, 1];

/**
 * Checks the contract of a callback: it decides the same when the training is killed before any epoch and resumed, because its state
 * survives JSON.
 */
export async function testCallback(component: CallbackComponent, options: object = {}): Promise<void> {
  const whole = await createComponent(component, options);
  const expected = watch(whole, 0, LOSSES.length);
  for (let killed = 0; killed <= LOSSES.length; killed += 1) {
    const before = await createComponent(component, options);
    const first = watch(before, 0, killed);
    const resumed = await createComponent(component, options);
    resumed.restore(JSON.parse(JSON.stringify(before.state() ?? null)));
    deepStrictEqual(
      [...first, ...watch(resumed, killed, LOSSES.length)],
      expected,
      `${component.type}: decides differently when the training is killed before epoch ${killed + 1} and resumed`,
    );
  }
}

const watch = (callback: Callback, from: number, to: number) =>
  LOSSES.slice(from, to).map((loss, index) => {
    const monitored = callback.monitor === undefined ? {} : { [callback.monitor]: loss };
    return callback.onEpochEnd(from + index, { loss, val_loss: loss, ...monitored });
  });
