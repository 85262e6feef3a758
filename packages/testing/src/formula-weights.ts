import { tf } from '@expgraph/tensorflow/tfjs';

/** Numbers in -1..1 that look random and need no generator; as in `keras-backbones.py`. */
export function noise(count: number, phase: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const wave = Math.sin(index * 12.9898 + phase) * 43758.5453;
    return 2 * (wave - Math.floor(wave)) - 1;
  });
}

/**
 * Gives a network weights that the Python side of a test computes too: activations keep their size, with a gain below 1 they become
 * smaller.
 */
export function setFormulaWeights(network: tf.LayersModel, gain = 1): void {
  for (const [phase, layer] of network.layers.filter(({ weights }) => weights.length > 0).entries()) {
    const values = layer.weights.map((weight) => {
      const shape = weight.shape as number[];
      const name = weight.originalName.split('/').at(-1) as string;
      return tf.tensor(valuesOf(name, shape, phase, gain), shape);
    });
    layer.setWeights(values);
    tf.dispose(values);
  }
}

function valuesOf(name: string, shape: readonly number[], phase: number, gain: number): Float32Array {
  const product = (sizes: readonly number[]) => sizes.reduce((size, length) => size * length, 1);
  const values = noise(product(shape), phase);
  if (name === 'count') return values.fill(0);
  if (name.endsWith('kernel')) {
    const fanIn = product(shape.slice(0, name === 'depthwise_kernel' ? 2 : -1));
    return values.map((value) => value * Math.fround(gain * Math.sqrt(6 / fanIn)));
  }
  const aboutOne = name === 'gamma' || name.endsWith('variance');
  return values.map((value) => (aboutOne ? 1 : 0) + value * Math.fround(0.2));
}
