import { Type } from '@expgraph/sdk';
import { recurrentShape } from './cell-layer.js';
import { type CellConfig, goBackwards, returnSequences, stateful } from './cell-options.js';
import { recurrentLayer } from './recurrent-node.js';

export const stacked = recurrentLayer({
  name: 'stacked',
  kind: 'RNN',
  description: 'Stack of cells in one layer: at every timestep, the output of a cell is the input of the next.',
  options: {
    cells: Type.Array(Type.Component('recurrentCell'), {
      minItems: 1,
      description:
        'Cells from the first to the last, for example [{ type: gru, units: 64 }, { type: gru, units: 32 }].',
    }),
    returnSequences,
    goBackwards,
    stateful,
  },
  accepts: ['batch', 'time', 'features'],
  outputShape({ cells, returnSequences: sequences }, input) {
    const { units } = cells.at(-1) as unknown as CellConfig;
    return recurrentShape(units, sequences, input);
  },
  async build({ cells, returnSequences, goBackwards, stateful }, name, random) {
    const [{ rnn }, { buildCell }] = await Promise.all([
      import('@expgraph/tensorflow/layers'),
      import('./build-cell.js'),
    ]);
    const cell = cells.map((config, index) => buildCell(config as unknown as CellConfig, random.stream(index)));
    return rnn({ cell, name, returnSequences, goBackwards, stateful });
  },
});
