import { Type } from '@expgraph/sdk';
import { outputShape } from './cell-layer.js';
import { type CellConfig, returnSequences, stateful } from './cell-options.js';
import { recurrentLayer } from './recurrent-node.js';

export const bidirectional = recurrentLayer({
  ...{ name: 'bidirectional', kind: 'Bidirectional' },
  description: 'Goes through sequences both ways, with weights for each (Schuster and Paliwal, 1997).',
  options: {
    layer: Type.Component('recurrentCell', {
      description: 'The cell of each way, for example { type: lstm, units: 64 }.',
    }),
    mergeMode: Type.Choice(['concat', 'sum', 'ave', 'mul'], {
      default: 'concat',
      description: 'What becomes of the two outputs: side by side, their sum, mean or product.',
    }),
    returnSequences,
    stateful,
  },
  takes: ['batch', 'time', 'features'],
  gives({ layer, mergeMode, returnSequences: sequences }, takes) {
    const { units } = layer as unknown as CellConfig;
    return outputShape(mergeMode === 'concat' ? 2 * units : units, sequences, takes);
  },
  async make({ layer, mergeMode, returnSequences, stateful }, name, random) {
    const { buildBothWays } = await import('./build-both-ways.js');
    return buildBothWays(layer as unknown as CellConfig, { mergeMode, returnSequences, stateful, name }, random);
  },
});
