import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { AnyComponent } from '@expgraph/sdk';
import type { Optimizer } from '@expgraph/tensorflow';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { createComponent } from './create-component.js';

type OptimizerComponent = AnyComponent & { readonly kind: 'optimizer' };

const STEPS = 60;

/**
 * Checks the contract of an optimizer: an update keeps shapes, modifies nothing it is given, depends on its arguments alone, leaks no
 * tensors, and reduces `sum(x^2)`.
 */
export async function testOptimizer(component: OptimizerComponent, options: object = {}): Promise<void> {
  await startBackend();
  const optimizer = await createComponent(component, options);
  const violation = (text: string) => `${component.type}: ${text}`;
  const before = tf.memory().numTensors;
  const values = descend(optimizer, violation);
  strictEqual(tf.memory().numTensors, before, violation('update leaks tensors'));
  deepStrictEqual(descend(optimizer, violation), values, violation('update depends on more than its arguments'));
  const size = (row: readonly number[]) => row.reduce((sum, value) => sum + value * value, 0);
  ok(size(values[values.length - 1]) < size(values[0]), violation(`does not reduce sum(x^2) in ${STEPS} steps`));
}

/** Returns the variable after each step. */
function descend(optimizer: Optimizer, violation: (text: string) => string): number[][] {
  const { slots, slotsLikeVariable = [], learningRate } = optimizer;
  let variable: tf.Tensor = tf.tensor1d([1, -2, 0.5]);
  let state = slots.map((name) => (slotsLikeVariable.includes(name) ? variable.clone() : tf.zerosLike(variable)));
  const rows = [[...variable.dataSync()]];
  for (let step = 1; step <= STEPS; step += 1) {
    const rate = typeof learningRate === 'number' ? learningRate : learningRate.at(step - 1);
    const given = [...variable.dataSync()];
    const [next, ...kept] = tf.tidy(() => {
      const scalars = optimizer.scalars(step, rate).map((value) => tf.scalar(value));
      const updated = optimizer.update({ variable, gradient: tf.mul(variable, 2), slots: state, scalars });
      strictEqual(updated.slots.length, slots.length, violation(`update returns ${updated.slots.length} slots`));
      return [updated.variable, ...updated.slots].map((tensor) => tensor.clone());
    });
    deepStrictEqual(next.shape, variable.shape, violation('update changes the shape'));
    deepStrictEqual([...variable.dataSync()], given, violation('update modifies its arguments'));
    tf.dispose([variable, ...state]);
    variable = next;
    state = kept;
    rows.push([...variable.dataSync()]);
  }
  tf.dispose([variable, ...state]);
  return rows;
}
