import { ok, strictEqual } from 'node:assert';
import type { AnyComponent } from '@expgraph/sdk';
import { createComponent } from './create-component.js';

type ScheduleComponent = AnyComponent & { readonly kind: 'schedule' };

/** Checks the contract of a schedule: every step has a learning rate, at least 0 and finite, which depends on the step alone. */
export async function testSchedule(component: ScheduleComponent, options: object): Promise<void> {
  const [schedule, again] = [await createComponent(component, options), await createComponent(component, options)];
  const steps = [0, 1, 2, 9, 10, 99, 100, 1000, 100_000];
  const rates = steps.map((step) => schedule.at(step));
  for (const [index, rate] of rates.entries())
    ok(Number.isFinite(rate) && rate >= 0, `${component.type}: the learning rate of step ${steps[index]} is ${rate}`);
  // Another order, and another instance: a resumed training starts in the middle.
  for (const [index, step] of [...steps.entries()].reverse())
    strictEqual(
      again.at(step),
      rates[index],
      `${component.type}: the learning rate of step ${step} depends on more than the step`,
    );
}
