import type { Model, TensorSpec } from '@expgraph/sdk';
import { cloneModel } from '@expgraph/tensorflow/model';
import { tf } from '@expgraph/tensorflow/tfjs';

/** Returns a model that outputs its input sequences, with timesteps masked whose features are all `maskValue`. */
export function startModel(features: TensorSpec, maskValue: number | undefined): Model {
  const sizes = features.shape?.slice(1).map((size) => (typeof size === 'number' ? size : null)) ?? [null, null];
  const input = tf.input({ name: 'input', shape: sizes });
  const outputs =
    maskValue === undefined
      ? input
      : (tf.layers.masking({ name: 'masking', maskValue }).apply(input) as tf.SymbolicTensor);
  return {
    network: tf.model({ name: 'rnn', inputs: input, outputs }),
    card: { architecture: 'rnn', input: { dtype: 'float32', ...features } },
  };
}

/** Adds a layer to the end of a model; with `copied`, to a copy of it, because other nodes use the model. */
export function addLayer(model: Model, layer: tf.layers.Layer, copied: boolean): Model {
  const { network, card } = copied ? cloneModel(model) : model;
  const outputs = layer.apply(network.outputs[0]) as tf.SymbolicTensor;
  return { network: tf.model({ name: network.name, inputs: network.inputs, outputs }), card };
}
