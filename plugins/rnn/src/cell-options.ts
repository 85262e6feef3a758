import { Type } from '@expgraph/sdk';
import { ACTIVATIONS, INITIALIZERS, type InitializerName } from '@expgraph/tensorflow';

const share = (description: string) => Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0, description });

/** Options that all cells have, as Keras has them. */
export const cellOptions = {
  activation: Type.Choice(ACTIVATIONS, { default: 'tanh', description: 'Activation of the output.' }),
  useBias: Type.Boolean({ default: true, description: 'Whether there is a bias.' }),
  kernelInitializer: Type.Choice(INITIALIZERS, {
    default: 'glorotUniform',
    description: 'How the weights of the inputs begin.',
  }),
  recurrentInitializer: Type.Choice(INITIALIZERS, {
    default: 'orthogonal',
    description: 'How the weights of the state begin.',
  }),
  dropout: share('Share of the inputs that is dropped while training: the same ones at each step.'),
  recurrentDropout: share(
    'Share of the state that is dropped before its weights (arXiv:1512.05287): the same ones at each step.',
  ),
};

export const units = Type.Integer({ minimum: 1, description: 'Size of the state, which is that of the output.' });

/** The option of cells that have gates. */
export const recurrentActivation = Type.Choice(ACTIVATIONS, {
  default: 'sigmoid',
  description: 'Activation of the gates.',
});

export const unitForgetBias = Type.Boolean({
  default: true,
  description: 'Whether the forget gate begins open (Jozefowicz et al., 2015).',
});

export const returnSequences = Type.Boolean({
  default: false,
  description: 'Whether the outputs of all steps come out, for another recurrent layer, or that of the last alone.',
});

export const goBackwards = Type.Boolean({
  default: false,
  description: 'Whether it goes from the end to the beginning; outputs come in the order of the steps.',
});

export const stateful = Type.Boolean({
  default: false,
  description:
    'Whether each row of a batch goes on from the states of that row in the batch before, from zeros where a pass begins; training then keeps the order of the data.',
});

/** Options of a cell, with defaults filled in. */
export interface CellConfig {
  readonly type: string;
  readonly units: number;
  readonly kernelInitializer: InitializerName;
  readonly recurrentInitializer: InitializerName;
  readonly [option: string]: unknown;
}
