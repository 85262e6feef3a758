import type { Random, TensorSpec } from '@expgraph/sdk';
import { initialWeights } from '@expgraph/tensorflow';
import { tf } from '@expgraph/tensorflow/tfjs';
import { layerFails, lengthUnknown } from '../messages.js';
import type { PlannedLayer } from './plan-layers.js';

/** Builds the network. The weights of a layer depend on the seed and the layer's name. Unknown lengths may vary. */
export async function buildSequential(
  input: TensorSpec,
  layers: readonly PlannedLayer[],
  random: Random,
): Promise<tf.LayersModel> {
  const shape = input.shape?.slice(1).map((length) => (typeof length === 'number' ? length : null)) ?? [];
  const first = tf.input({ name: 'input', shape, dtype: input.dtype === 'int32' ? 'int32' : 'float32' });
  let x = first;
  for (const [index, { layer, type, name, input: given }] of layers.entries()) {
    if (given.dtype !== 'int32' && typeof given.shape?.at(-1) !== 'number') throw lengthUnknown(index, type, given);
    const built = await layer.build({ name, random: initialWeights(random, name), input: given });
    try {
      x = built.apply(x) as tf.SymbolicTensor;
    } catch (error) {
      throw layerFails(index, type, error as Error);
    }
  }
  return tf.model({ name: 'sequential', inputs: first, outputs: x });
}
