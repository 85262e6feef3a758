import type { Model } from '@expgraph/sdk';
import { batchNormalization, seededDropout } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';

/** Returns values that the Python side of a test computes too. */
export const wave = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => Math.sin(index * 12.9898 + phase) * 0.5);

/** Dense 8 relu, batch normalization, dense 3 softmax on 5 features. */
export function smallNetwork({ dropout = 0 } = {}): Model {
  const inputs = tf.input({ shape: [5], name: 'input' });
  let x = tf.layers.dense({ units: 8, activation: 'relu', name: 'hidden' }).apply(inputs) as tf.SymbolicTensor;
  x = batchNormalization({ name: 'normalize' }).apply(x) as tf.SymbolicTensor;
  if (dropout) x = seededDropout({ rate: dropout, name: 'drop' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.dense({ units: 3, activation: 'softmax', name: 'predictions' }).apply(x) as tf.SymbolicTensor;
  const network = tf.model({ inputs, outputs: x });
  tf.tidy(() =>
    network.setWeights(
      network.weights.map(({ shape }, index) =>
        tf.tensor(
          wave(
            shape.reduce((product: number, size) => product * (size ?? 1), 1),
            index,
          ).map((value) => 1 + value),
          shape as number[],
        ),
      ),
    ),
  );
  return { network, card: { architecture: 'small', input: { shape: ['batch', 5] } } };
}

/** Returns all weights of a network by layer and weight name. */
export const weightsOf = ({ network }: Model): Record<string, readonly number[]> =>
  Object.fromEntries(
    network.layers.flatMap((layer) =>
      layer.weights.map((weight) => [
        `${layer.name}/${weight.originalName.split('/').at(-1)}`,
        [...weight.read().dataSync()],
      ]),
    ),
  );
