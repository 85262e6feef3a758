import { Type } from '@expgraph/sdk';
import { outputShape } from './cell-layer.js';
import { type CellConfig, goBackwards, returnSequences, stateful } from './cell-options.js';
import { recurrentLayer } from './recurrent-node.js';

export const stacked = recurrentLayer({
  ...{ name: 'stacked', kind: 'RNN' },
  description: 'Several cells as one layer: the output of each is the input of the next, at every step.',
  options: {
    cells: Type.Array(Type.Component('recurrentCell'), {
      minItems: 1,
      description: 'From the first to the last, for example [{ type: gru, units: 64 }, { type: gru, units: 32 }].',
    }),
    returnSequences,
    goBackwards,
    stateful,
  },
  takes: ['batch', 'time', 'features'],
  gives({ cells, returnSequences: sequences }, takes) {
    const { units } = cells.at(-1) as unknown as CellConfig;
    return outputShape(units, sequences, takes);
  },
  async make({ cells, returnSequences, goBackwards, stateful }, name, random) {
    const [{ rnn }, { buildCell }] = await Promise.all([
      import('@expgraph/tensorflow/layers'),
      import('./build-cell.js'),
    ]);
    const cell = cells.map((config, index) => buildCell(config as unknown as CellConfig, random.stream(index)));
    return rnn({ cell, name, returnSequences, goBackwards, stateful });
  },
});
