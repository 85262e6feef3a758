import { component, Type } from '@expgraph/sdk';
import { type CellConfig, cellOptions, recurrentActivation, unitForgetBias, units } from './cell-options.js';

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    recurrentCell: CellConfig;
  }
}

export const simpleRnnCell = component({
  kind: 'recurrentCell',
  type: 'simple-rnn',
  description: 'Simple recurrent network (Elman, 1990).',
  config: Type.Object({ units, ...cellOptions }),
  create: (config) => ({ type: 'simple-rnn', ...config }),
});

export const lstmCell = component({
  kind: 'recurrentCell',
  type: 'lstm',
  description: 'Long short-term memory (Hochreiter and Schmidhuber, 1997).',
  config: Type.Object({ units, ...cellOptions, recurrentActivation, unitForgetBias }),
  create: (config) => ({ type: 'lstm', ...config }),
});

export const gruCell = component({
  kind: 'recurrentCell',
  type: 'gru',
  description: 'Gated recurrent unit (Cho et al., 2014, arXiv:1406.1078).',
  config: Type.Object({
    units,
    ...cellOptions,
    recurrentActivation,
    resetAfter: Type.Boolean({
      default: true,
      description: 'Apply the reset gate after the product with the recurrent weights, as cuDNN does.',
    }),
  }),
  create: (config) => ({ type: 'gru', ...config }),
});
