import type { Random, TensorSpec } from '@expgraph/sdk';
import { tf } from '@expgraph/tensorflow/tfjs';
import { layerFails, lengthUnknown } from '../messages.js';
import type { PlannedLayer } from './plan-layers.js';

/** The network of the layers, each with weights drawn by its name. Lengths that are not known may be any. */
export async function buildSequential(
  input: TensorSpec,
  layers: readonly PlannedLayer[],
  random: Random,
): Promise<tf.LayersModel> {
  const shape = input.shape?.slice(1).map((length) => (typeof length === 'number' ? length : null)) ?? [];
  const first = tf.input({ name: 'input', shape, dtype: input.dtype === 'int32' ? 'int32' : 'float32' });
  let x = first;
  for (const [index, { layer, type, name, takes }] of layers.entries()) {
    if (takes.dtype !== 'int32' && typeof takes.shape?.at(-1) !== 'number') throw lengthUnknown(index, type, takes);
    const made = await layer.make(name, random.stream('initialise', name), takes);
    try {
      x = made.apply(x) as tf.SymbolicTensor;
    } catch (error) {
      throw layerFails(index, type, error as Error);
    }
  }
  return tf.model({ name: 'sequential', inputs: first, outputs: x });
}
