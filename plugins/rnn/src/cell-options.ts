import { Type } from '@expgraph/sdk';
import { ACTIVATIONS, INITIALIZERS, type InitializerName } from '@expgraph/tensorflow';

const fraction = (description: string) => Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0, description });

/** Options that all cells share, named as in Keras. */
export const cellOptions = {
  activation: Type.Choice(ACTIVATIONS, { default: 'tanh', description: 'Activation function of the output.' }),
  useBias: Type.Boolean({ default: true, description: 'Add a bias.' }),
  kernelInitializer: Type.Choice(INITIALIZERS, {
    default: 'glorotUniform',
    description: 'Initializer of the input weights.',
  }),
  recurrentInitializer: Type.Choice(INITIALIZERS, {
    default: 'orthogonal',
    description: 'Initializer of the recurrent weights.',
  }),
  dropout: fraction('Fraction of the inputs to drop in training, 0 to 1; the same ones at every timestep.'),
  recurrentDropout: fraction(
    'Fraction of the state to drop before the recurrent weights, 0 to 1 (arXiv:1512.05287); the same ones at every timestep.',
  ),
};

export const units = Type.Integer({
  minimum: 1,
  description: 'Number of units, the size of the state and the output.',
});

/** Option of cells with gates. */
export const recurrentActivation = Type.Choice(ACTIVATIONS, {
  default: 'sigmoid',
  description: 'Activation function of the gates.',
});

export const unitForgetBias = Type.Boolean({
  default: true,
  description: 'Initialize the bias of the forget gate to 1 (Jozefowicz et al., 2015).',
});

export const returnSequences = Type.Boolean({
  default: false,
  description: 'Output every timestep, for another recurrent layer, instead of the last one only.',
});

export const goBackwards = Type.Boolean({
  default: false,
  description: 'Process the sequence from its end; as in Keras, the outputs are in the order of processing.',
});

export const stateful = Type.Boolean({
  default: false,
  description:
    'Start each row of a batch from the final state of the same row of the previous batch, and from zeros at the start of an epoch. Training then keeps the order of the data.',
});

/** Options of a cell with defaults filled in. */
export interface CellConfig {
  readonly type: string;
  readonly units: number;
  readonly kernelInitializer: InitializerName;
  readonly recurrentInitializer: InitializerName;
  readonly [option: string]: unknown;
}
