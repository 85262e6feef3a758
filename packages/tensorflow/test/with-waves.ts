import { tf } from '../src/tfjs.js';
import { wave } from './small-network.js';

/**
 * Sets the weights of a network to sine waves that the Python side of a test computes too, with phases counted from
 * `phase`.
 */
export function withWaves<Network extends tf.LayersModel>(network: Network, phase = 0): Network {
  tf.tidy(() => {
    for (const [index, weight] of network.weights.entries())
      weight.write(tf.tensor(wave(weight.read().size, phase + index), weight.shape as number[]));
  });
  return network;
}
