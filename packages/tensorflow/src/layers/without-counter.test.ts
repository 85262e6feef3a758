import { beforeAll, expect, it } from 'vitest';
import { cloneModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { bidirectional, gruCell, lstm, lstmCell, rnn } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

function network(): tf.LayersModel {
  const cells = () => [lstmCell({ units: 3 }), gruCell({ units: 2 })];
  return tf.sequential({
    name: 'network',
    layers: [
      bidirectional({ name: 'both', layer: lstm({ units: 2, returnSequences: true }), inputShape: [4, 3] }),
      bidirectional({ name: 'stacked', layer: rnn({ cell: cells(), returnSequences: true }) }),
      rnn({ name: 'cells', cell: cells(), returnSequences: true }),
      rnn({ name: 'cell', cell: lstmCell({ units: 2 }) }),
    ],
  });
}

it('names nested layers the same each time, and in copies', () => {
  const networks = [network(), network()];
  networks.push(cloneModel({ network: networks[0], card: { architecture: 'names', input: {} } }).network);
  const [first, ...others] = networks.map((each) => JSON.stringify(each.toJSON(null, false)));
  for (const other of others) expect(other).toBe(first);
  const weights = networks.map((each) => each.weights.map(({ originalName }) => originalName));
  expect(weights[1]).toEqual(weights[0]);
  expect(weights[2]).toEqual(weights[0]);
  for (const each of networks) each.dispose();
});
