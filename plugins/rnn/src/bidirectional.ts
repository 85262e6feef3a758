import { Type } from '@expgraph/sdk';
import { recurrentShape } from './cell-layer.js';
import { type CellConfig, returnSequences, stateful } from './cell-options.js';
import { recurrentLayer } from './recurrent-node.js';

export const bidirectional = recurrentLayer({
  name: 'bidirectional',
  kind: 'Bidirectional',
  description:
    'Bidirectional recurrent layer: two cells run over the sequence, forward and backward (Schuster and Paliwal, 1997).',
  options: {
    layer: Type.Component('recurrentCell', {
      description: 'Cell of each direction, for example { type: lstm, units: 64 }.',
    }),
    mergeMode: Type.Choice(['concat', 'sum', 'ave', 'mul'], {
      default: 'concat',
      description: 'How the outputs of the two directions are combined: concatenation, sum, mean or product.',
    }),
    returnSequences,
    stateful,
  },
  accepts: ['batch', 'time', 'features'],
  outputShape({ layer, mergeMode, returnSequences: sequences }, input) {
    const { units } = layer as unknown as CellConfig;
    return recurrentShape(mergeMode === 'concat' ? 2 * units : units, sequences, input);
  },
  async build({ layer, mergeMode, returnSequences, stateful }, name, random) {
    const { buildBidirectional } = await import('./build-bidirectional.js');
    return buildBidirectional(layer as unknown as CellConfig, { mergeMode, returnSequences, stateful, name }, random);
  },
});
