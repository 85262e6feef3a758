import { Type } from '@expgraph/sdk';
import { layer } from '@expgraph/tensorflow';
import { SEQUENCES } from './accepted-inputs.js';

export const masking = layer({
  type: 'masking',
  kind: 'Masking',
  description: 'Mask timesteps whose features all have one value; layers above skip them.',
  accepts: SEQUENCES,
  options: { maskValue: Type.Number({ default: 0, description: 'Value of the features of a masked timestep.' }) },
  build: (config, { name, tf }) => tf.layers.masking({ ...config, name }),
});
