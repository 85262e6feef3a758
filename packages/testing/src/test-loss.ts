import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { AnyComponent } from '@expgraph/sdk';
import type { Loss } from '@expgraph/tensorflow';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { createComponent } from './create-component.js';

type LossComponent = AnyComponent & { readonly kind: 'loss' };

const [EXAMPLES, OUTPUTS] = [5, 3];

/**
 * Checks the contract of a loss: a finite number for each example, a gradient for each output that agrees with differences, the same by
 * `ofScores` where there is one, and no leaked tensors.
 */
export async function testLoss(component: LossComponent, options: object = {}): Promise<void> {
  await startBackend();
  const loss = await createComponent(component, options);
  const violation = (text: string) => `${component.type}: ${text}`;
  const before = tf.memory().numTensors;
  tf.tidy(() => check(loss, violation));
  strictEqual(tf.memory().numTensors, before, violation('leaks tensors'));
}

function check(loss: Loss, violation: (text: string) => string): void {
  const width = loss.targets === 'number' ? 1 : OUTPUTS;
  const values = Float32Array.from({ length: EXAMPLES * width }, (_, index) => Math.sin(index * 3.7) * 2);
  const labels = labelsFor(loss);
  const outputs = tf.tensor2d(values, [EXAMPLES, width]);
  const losses = loss.perExample(outputs, labels);
  deepStrictEqual(losses.shape, [EXAMPLES], violation(`the losses have the shape [${losses.shape}]`));
  const each = [...losses.dataSync()];
  for (const [example, value] of each.entries())
    ok(Number.isFinite(value), violation(`the loss of example ${example} is ${value}`));
  const sum = (x: tf.Tensor) => tf.sum(loss.perExample(x as tf.Tensor2D, labels)) as tf.Scalar;
  const gradient = tf.grad(sum)(outputs).dataSync();
  const [step, at] = [1e-2, 1];
  const moved = [step, -step].map(
    (by) =>
      sum(
        tf.tensor2d(
          values.map((value, index) => value + (index === at ? by : 0)),
          [EXAMPLES, width],
        ),
      ).dataSync()[0],
  );
  const difference = (moved[0] - moved[1]) / (2 * step);
  ok(
    Math.abs(gradient[at] - difference) < 1e-2 * Math.max(1, Math.abs(difference)),
    violation(`the gradient is ${gradient[at]}, expected ${difference}`),
  );
  const rows = [...labels.dataSync()];
  const perExample = rows.length / EXAMPLES;
  for (const [example, value] of each.entries()) {
    const scores = values.subarray(example * width, (example + 1) * width);
    const own = loss.ofScores?.(scores, rows.slice(example * perExample, (example + 1) * perExample), true) ?? value;
    ok(
      Math.abs(own - value) < 1e-4 * Math.max(1, Math.abs(value)),
      violation(`ofScores returns ${own}, expected ${value}`),
    );
  }
}

function labelsFor({ targets }: Loss): tf.Tensor {
  if (targets === 'class')
    return tf.tensor1d(
      Int32Array.from({ length: EXAMPLES }, (_, index) => index % OUTPUTS),
      'int32',
    );
  if (targets === 'number') return tf.tensor1d(Float32Array.from({ length: EXAMPLES }, (_, index) => Math.cos(index)));
  return tf.tensor2d(
    Float32Array.from({ length: EXAMPLES * OUTPUTS }, (_, index) => index % 2),
    [EXAMPLES, OUTPUTS],
  );
}
