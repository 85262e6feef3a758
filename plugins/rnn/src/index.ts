import { plugin } from '@expgraph/sdk';
import { bidirectional } from './bidirectional.js';
import { cellLayer } from './cell-layer.js';
import { gruCell, lstmCell, simpleRnnCell } from './cells.js';
import { convLstm } from './conv-lstm.js';
import { recurrentComponent, recurrentNode } from './recurrent-node.js';
import { stacked } from './stacked.js';

const simpleRnn = cellLayer(simpleRnnCell, 'SimpleRNN');
const lstm = cellLayer(lstmCell, 'LSTM');
const gru = cellLayer(gruCell, 'GRU');

export const SimpleRnn = recurrentNode(simpleRnn);
export const Lstm = recurrentNode(lstm);
export const Gru = recurrentNode(gru);
export const Bidirectional = recurrentNode(bidirectional);
export const Stacked = recurrentNode(stacked);
export const ConvLstm = recurrentNode(convLstm);

export default plugin({
  name: 'rnn',
  nodes: [SimpleRnn, Lstm, Gru, Bidirectional, Stacked, ConvLstm] as never,
  components: [
    simpleRnnCell,
    lstmCell,
    gruCell,
    ...[simpleRnn, lstm, gru].map(recurrentComponent),
    recurrentComponent(bidirectional),
    recurrentComponent(stacked),
    recurrentComponent(convLstm),
  ],
});
