import { addReshape } from './add-reshape.js';
import { DTYPE } from './graph-def.js';
import type { Rewrite } from './simplified-graph.js';

const FLOAT = { type: DTYPE.float32 } as const;

/**
 * Rewrites the filter gradient of a 1x1 convolution with stride 1 as a matrix product, which is 1.5 times as fast in
 * TensorFlow.
 */
export const pointwiseFilterGradient: Rewrite = ({ inputs, attributes, shape }, graph) => {
  const [images, sizes, gradient] = inputs;
  const size = graph.valuesOf(sizes)?.values;
  const { strides } = attributes as unknown as { strides: { ints: readonly number[] } };
  if (size?.[0] !== 1 || size[1] !== 1 || strides.ints.some((stride) => stride !== 1)) return undefined;
  const [rows, dy] = [addReshape(graph, images, [-1, size[2]]), addReshape(graph, gradient, [-1, size[3]])];
  const product = graph.add('MatMul', [rows, dy], {
    T: FLOAT,
    transpose_a: { bool: true },
    transpose_b: { bool: false },
  });
  const whole = addReshape(graph, `${product}:0`, shape ?? Array.from(size));
  return whole.slice(0, whole.lastIndexOf(':'));
};
