import { Type } from '@expgraph/sdk';
import { ACTIVATIONS, INITIALIZERS } from '@expgraph/tensorflow';

export const positive = (description: string) => Type.Integer({ minimum: 1, description });

export const activation = Type.Choice([...ACTIVATIONS, 'softmax', 'swish', 'hardSwish'], {
  default: 'linear',
  description: 'Activation of the output.',
});

export const kernelInitializer = Type.Choice(INITIALIZERS, {
  default: 'glorotUniform',
  description: 'How the weights begin.',
});

/** The options of layers that multiply by weights. */
export const weighted = {
  activation,
  useBias: Type.Boolean({ default: true, description: 'Whether there is a bias.' }),
  kernelInitializer,
};
