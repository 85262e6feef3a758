import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from '@expgraph/core';
import { modelCodec } from '@expgraph/model-io/codec';
import type { AnyComponent, Model, TensorSpec } from '@expgraph/sdk';
import type { SequentialLayer } from '@expgraph/tensorflow';
import { cloneModel, disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { createComponent } from './create-component.js';

type LayerComponent = AnyComponent & { readonly kind: 'layer' };

export interface LayerCase {
  readonly options?: object;
  /** Input of the layer, with known sizes but for the batch: `{ shape: ['batch', 8, 3] }`. */
  readonly input: TensorSpec;
  /** Components that the options name, such as recurrent cells. */
  readonly nested?: readonly AnyComponent[];
}

/**
 * Checks the contract of a layer: its shape rule agrees with the built layer, the same seed gives the same weights, and a copy and a
 * stored model with the layer compute the same. It leaks no tensors.
 */
export async function testLayer(component: LayerComponent, { options = {}, input, nested }: LayerCase): Promise<void> {
  await startBackend();
  const violation = (text: string) => `${component.type}: ${text}`;
  const create = () => createComponent(component, options, nested);
  const build = async () => networkOf(await create(), input);
  const before = tf.memory().numTensors;
  const [model, again] = [await build(), await build()];
  const expected = (await create()).outputShape(input.shape ?? []);
  deepStrictEqual(
    model.network.outputs[0].shape.slice(1),
    expected.slice(1),
    violation('outputShape is not the shape of the output'),
  );
  const outputs = predict(model, input);
  ok(outputs.every(Number.isFinite), violation('the output is not finite'));
  deepStrictEqual(predict(again, input), outputs, violation('the weights differ for the same seed'));
  const copy = cloneModel(model);
  deepStrictEqual(predict(copy, input), outputs, violation('a copy computes something else'));
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-layer-'));
  try {
    await modelCodec.encode(model, folder);
    const stored = await modelCodec.decode(folder);
    deepStrictEqual(predict(stored, input), outputs, violation('a stored model computes something else'));
    disposeModel(stored);
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const each of [model, again, copy]) disposeModel(each);
  strictEqual(tf.memory().numTensors, before, violation('leaks tensors'));
}

async function networkOf(layer: SequentialLayer, input: TensorSpec): Promise<Model> {
  const name = layer.name ?? 'tested';
  const built = await layer.build({ name, random: new SeededRandom(['test', name]), input });
  const dtype = input.dtype === 'int32' ? 'int32' : 'float32';
  const start = tf.input({ shape: (input.shape ?? []).slice(1) as number[], dtype });
  const network = tf.model({ inputs: start, outputs: built.apply(start) as tf.SymbolicTensor });
  return { network, card: { architecture: 'test', input } };
}

/** Returns the outputs for two fixed examples. */
function predict({ network }: Model, { shape = [], dtype }: TensorSpec): number[] {
  const sizes = [2, ...(shape.slice(1) as number[])];
  const count = sizes.reduce((product, size) => product * size, 1);
  const value = (index: number) => (dtype === 'int32' ? 1 + (index % 3) : Math.sin(index * 12.9898));
  return tf.tidy(() => {
    const x = tf.tensor(
      Float32Array.from({ length: count }, (_, index) => value(index)),
      sizes,
      dtype === 'int32' ? 'int32' : 'float32',
    );
    return [...(network.predict(x) as tf.Tensor).dataSync()];
  });
}
