import { layer } from '@expgraph/tensorflow';

export const flatten = layer({
  type: 'flatten',
  kind: 'Flatten',
  description: 'Flatten each example to a vector.',
  options: {},
  outputShape(_, [batch, ...rest]) {
    const known = rest.every((length) => typeof length === 'number');
    return [batch, known ? (rest as number[]).reduce((size, length) => size * length, 1) : 'features'];
  },
  build: (_, { name, tf }) => tf.layers.flatten({ name }),
});
