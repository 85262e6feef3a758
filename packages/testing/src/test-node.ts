import { deepStrictEqual, ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { type Dataset, type Files, type Model, type NodeStatics, nodeTypeOf, type Predictions } from '@expgraph/sdk';
import { cloneModel, disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { type RunNodeOptions, runNode } from './run-node.js';
import { testDataset } from './test-dataset.js';

/**
 * Checks the contract of a node: it returns its outputs and no others, does not modify its inputs, returns the same values and model files
 * for the same seed, and leaks no tensors; its datasets keep the contract of `testDataset`. Rejects with the node's type and the violation.
 */
export async function testNode<N extends NodeStatics>(nodeClass: N, options: RunNodeOptions<N>): Promise<void> {
  const violation = (text: string) => `${nodeTypeOf(nodeClass)}: ${text}`;
  await startBackend();
  const inputsBefore = await contentOf(options.inputs);
  const first = await runNode(nodeClass, options);
  deepStrictEqual(
    Object.keys(first.outputs).sort(),
    Object.keys(nodeClass.outputs).sort(),
    violation('the outputs differ from the declared ones'),
  );
  for (const [name, value] of Object.entries(first.outputs))
    if (isDataset(value))
      await testDataset(value).catch((error: Error) => {
        throw Object.assign(error, { message: violation(`${name}: ${error.message}`) });
      });
  const content = await contentOf(first.outputs);
  for (const [name, value] of Object.entries(first.outputs))
    checkCopy(value, violation(`the files of a copy of ${name} differ`));
  dispose(first.outputs, options.inputs);
  const tensors = tf.memory().numTensors;
  const second = await runNode(nodeClass, options);
  deepStrictEqual(await contentOf(second.outputs), content, violation('the outputs differ for the same seed'));
  dispose(second.outputs, options.inputs);
  const left = tf.memory().numTensors - tensors;
  ok(left === 0, violation(`leaked tensors: ${tensors} before, ${tensors + left} after its outputs are disposed`));
  deepStrictEqual(await contentOf(options.inputs), inputsBefore, violation('the inputs were modified'));
}

const isDataset = (value: unknown): value is Dataset => typeof value === 'object' && value !== null && 'read' in value;

/** Files of a model must stay the same when it is copied, or read again after a restart. */
function checkCopy(value: unknown, message: string): void {
  if (typeof value !== 'object' || value === null || !('network' in value)) return;
  const copy = cloneModel(value as Model);
  const [expected, found] = [value as Model, copy].map(({ network }) => network.toJSON(null, false));
  disposeModel(copy);
  deepStrictEqual(found, expected, message);
}

/** Returns comparable descriptions of values. */
async function contentOf(values: object): Promise<Record<string, unknown>> {
  const entries = Object.entries(values).map(async ([name, value]) => [name, await describe(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function describe(value: Model | Dataset | Predictions | Files | object): Promise<unknown> {
  if ('network' in value) {
    const layers = value.network.layers.map(({ name, trainable }) => ({ name, trainable }));
    const weights = value.network.getWeights().map((weight) => [...weight.dataSync()]);
    return { layers, card: value.card, topology: value.network.toJSON(null, false), weights };
  }
  if (value instanceof Map) {
    return Promise.all([...(value as Files)].map(async ([name, path]) => [name, await readFile(path)]));
  }
  if ('read' in value) {
    const all = Int32Array.from({ length: value.size }, (_, index) => index);
    const { release, steps, ...batch } = await value.read(all, { epoch: 1 });
    return { size: value.size, classes: value.classes, labels: value.labels(), batch, steps: steps?.() };
  }
  return value;
}

/** Disposes the models of a node's outputs, except those of its inputs. */
function dispose(values: object, inputs: object): void {
  const given = new Set(Object.values(inputs));
  for (const value of Object.values(values))
    if (value && typeof value === 'object' && 'network' in value && !given.has(value)) disposeModel(value as Model);
}
