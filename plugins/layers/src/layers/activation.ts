import { layer } from '@expgraph/tensorflow';
import { activation as activationOption } from './options.js';

export const activation = layer({
  type: 'activation',
  kind: 'Activation',
  description: 'Apply an activation function.',
  options: { activation: { ...activationOption, default: 'relu' } as typeof activationOption },
  async build(config, { name, random, tf }) {
    const { layerArguments } = await import('@expgraph/tensorflow/layers');
    return tf.layers.activation({ ...layerArguments(config, random), name } as never);
  },
});
