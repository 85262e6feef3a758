import { plugin } from '@expgraph/sdk';
import { Bidirectional } from './bidirectional.js';
import { cellNode } from './cell-node.js';
import { gruCell, lstmCell, simpleRnnCell } from './cells.js';
import { ConvLstm } from './conv-lstm.js';
import { Stacked } from './stacked.js';

export const SimpleRnn = cellNode(simpleRnnCell, 'SimpleRNN');
export const Lstm = cellNode(lstmCell, 'LSTM');
export const Gru = cellNode(gruCell, 'GRU');
export { Bidirectional, ConvLstm, Stacked };

export default plugin({
  name: 'rnn',
  nodes: [SimpleRnn, Lstm, Gru, Bidirectional, Stacked, ConvLstm] as never,
  components: [simpleRnnCell, lstmCell, gruCell],
});
