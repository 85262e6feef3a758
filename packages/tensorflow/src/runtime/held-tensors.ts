import type { HeldResource, Model } from '@expgraph/sdk';

/** Where tfjs keeps its engine, so that every copy finds the same one. */
const engine = () => (globalThis as { _tfengine?: { readonly state: { readonly numTensors: number } } })._tfengine;

/** The tensors of tfjs. Of the values of edges only models hold some: their weights, which networks may share. */
export const heldTensors: HeldResource = {
  name: 'tensors',
  remedy:
    'Put what the node computes into tf.tidy(), and dispose of the tensors and models that are none of its outputs.',
  held: () => engine()?.state.numTensors ?? 0,
  of: (kind, value) => (kind === 'model' ? (value as Model).network.weights.map((weight) => weight.read()) : []),
};
