import { beforeAll, describe, expect, it } from 'vitest';
import { cloneModel, disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { bidirectional, convLstm2d, gru, gruCell, lstm, lstmCell, rnn, simpleRnn } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

const LAYERS: readonly [string, () => tf.layers.Layer, number[]?][] = [
  ['simpleRnn', () => simpleRnn({ name: 'layer', units: 2 })],
  ['lstm', () => lstm({ name: 'layer', units: 2 })],
  ['gru', () => gru({ name: 'layer', units: 2 })],
  ['gru with resetAfter: false', () => gru({ name: 'layer', units: 2, resetAfter: false })],
  ['rnn of one cell', () => rnn({ name: 'layer', cell: gruCell({ units: 2 }) })],
  ['rnn of two cells', () => rnn({ name: 'layer', cell: [gruCell({ units: 3 }), lstmCell({ units: 2 })] })],
  ['bidirectional', () => bidirectional({ name: 'layer', layer: gru({ units: 2 }) })],
  ['convLstm2d', () => convLstm2d({ name: 'layer', filters: 2, kernelSize: 2 }), [3, 4, 4, 1]],
];

/** A layer between trainable ones, so that the order of weights depends on which are frozen. */
function networkOf(make: () => tf.layers.Layer, shape: number[]): tf.LayersModel {
  const input = tf.input({ shape });
  const before = tf.layers.dense({ units: 3 }).apply(input);
  const sequence = make().apply(before) as tf.SymbolicTensor;
  const flat = sequence.rank > 2 ? tf.layers.flatten().apply(sequence) : sequence;
  return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 2 }).apply(flat) as tf.SymbolicTensor });
}

describe.each(LAYERS)('%s', (_, make, shape = [3, 2]) => {
  it('stays frozen in copies, and trains when unfrozen in a copy', () => {
    const network = networkOf(make, shape);
    const layer = (of: tf.LayersModel) => of.getLayer('layer');
    const count = layer(network).weights.length;
    layer(network).trainable = false;
    const { network: frozen } = cloneModel({ network, card: { architecture: 'test', input: {} } });
    expect([layer(frozen).trainable, layer(frozen).trainableWeights.length]).toEqual([false, 0]);

    layer(frozen).trainable = true;
    expect([layer(frozen).trainableWeights.length, frozen.trainableWeights.length]).toEqual([count, count + 4]);

    const { network: unfrozen } = cloneModel({ network: frozen, card: { architecture: 'test', input: {} } });
    expect(layer(unfrozen).trainableWeights.length).toBe(count);
    const x = tf.ones([1, ...shape]);
    const given = [network, frozen, unfrozen].map((each) => [...(each.predict(x) as tf.Tensor).dataSync()]);
    expect(given[1]).toEqual(given[0]);
    expect(given[2]).toEqual(given[0]);
    for (const each of [network, frozen, unfrozen])
      disposeModel({ network: each, card: { architecture: '', input: {} } });
  });
});
