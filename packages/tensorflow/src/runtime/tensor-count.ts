import type { HeldResource, Model } from '@expgraph/sdk';

/** Returns the engine of tfjs from its global, which all copies of tfjs share. */
const engine = () => (globalThis as { _tfengine?: { readonly state: { readonly numTensors: number } } })._tfengine;

/**
 * Counts the tensors of tfjs to detect leaks. Of edge values, only models hold tensors: their weights, which networks
 * may share.
 */
export const tensorCount: HeldResource = {
  name: 'tensors',
  remedy: 'Wrap the computation in tf.tidy(), and dispose of tensors and models that are not outputs of the node.',
  held: () => engine()?.state.numTensors ?? 0,
  of: (kind, value) => (kind === 'model' ? (value as Model).network.weights.map((weight) => weight.read()) : []),
};
