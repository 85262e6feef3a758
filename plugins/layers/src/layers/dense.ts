import { layer } from '@expgraph/tensorflow';
import { positive, withKernel } from './options.js';

export const dense = layer({
  type: 'dense',
  kind: 'Dense',
  description: 'Fully connected layer.',
  options: { units: positive('Number of units, the size of the output.'), ...withKernel },
  outputShape: ({ units }, input) => [...input.slice(0, -1), units],
  async build(config, { name, random, tf }) {
    const { layerArguments } = await import('@expgraph/tensorflow/layers');
    return tf.layers.dense({ ...layerArguments(config, random), name } as never);
  },
});
