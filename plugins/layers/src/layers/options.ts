import { Type } from '@expgraph/sdk';
import { ACTIVATIONS, INITIALIZERS } from '@expgraph/tensorflow';

export const positive = (description: string) => Type.Integer({ minimum: 1, description });

export const activation = Type.Choice([...ACTIVATIONS, 'softmax', 'swish', 'hardSwish'], {
  default: 'linear',
  description: 'Activation function.',
});

export const kernelInitializer = Type.Choice(INITIALIZERS, {
  default: 'glorotUniform',
  description: 'Initializer of the kernel.',
});

export const useBias = Type.Boolean({ default: true, description: 'Add a bias.' });

/** Options of layers with a kernel. */
export const withKernel = { activation, useBias, kernelInitializer };

/** Added to the variance by normalization layers. */
export const epsilon = Type.Number({
  exclusiveMinimum: 0,
  default: 1e-3,
  description: 'Small constant added to the variance.',
});
