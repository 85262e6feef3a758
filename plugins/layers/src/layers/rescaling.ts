import { Type } from '@expgraph/sdk';
import { layer } from '@expgraph/tensorflow';

export const rescaling = layer({
  type: 'rescaling',
  kind: 'Rescaling',
  description: 'Multiply by a factor and add an offset.',
  options: {
    scale: Type.Number({ description: 'Factor.' }),
    offset: Type.Number({ default: 0, description: 'Offset added after the multiplication.' }),
  },
  async build(config, { name }) {
    const { rescaling } = await import('@expgraph/tensorflow/layers');
    return rescaling({ ...config, name });
  },
});
