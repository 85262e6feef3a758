import { tf } from '@expgraph/tensorflow/tfjs';

/**
 * Returns pseudorandom numbers in -1..1 without a generator, as `keras-backbones.py` does, multiplied by `scale`, plus `middle`. Fast
 * enough for networks with a hundred million weights.
 */
export function noise(count: number, phase: number, scale = 1, middle = 0): Float32Array {
  const numbers = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const wave = Math.sin(withoutTurns(index * 12.9898 + phase)) * 43758.5453;
    numbers[index] = middle + Math.fround(2 * (wave - Math.floor(wave)) - 1) * scale;
  }
  return numbers;
}

/** 2π as a sum; the products of its first two parts and the number of turns are exact. */
const TURN = [6.2831854820251465, -1.7484555314695172e-7, -6.860497997771531e-15] as const;

/** Returns an angle modulo 2π: for angles above a million, `Math.sin` is ten times slower. */
function withoutTurns(angle: number): number {
  const turns = Math.floor(angle / TURN[0]);
  return angle - turns * TURN[0] - turns * TURN[1] - turns * TURN[2];
}

/**
 * Sets the weights of a network by a formula that the Python side of a test uses too. Activations keep their magnitude; with a gain below
 * 1 they shrink.
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
  const count = product(shape);
  if (name === 'count') return new Float32Array(count);
  if (name.endsWith('kernel')) {
    const fanIn = product(shape.slice(0, name === 'depthwise_kernel' ? 2 : -1));
    return noise(count, phase, Math.fround(gain * Math.sqrt(6 / fanIn)));
  }
  const aboutOne = name === 'gamma' || name.endsWith('variance');
  return noise(count, phase, Math.fround(0.2), aboutOne ? 1 : 0);
}
