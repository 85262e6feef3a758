import { DTYPE, type Values } from './graph-def.js';
import type { Rewrite } from './simplified-graph.js';

const FLOAT = { type: DTYPE.float32 } as const;

/**
 * The gradient of a filter of one pixel, moved by one pixel, as the product of two matrices that it is: TensorFlow's product is half
 * as fast again as its gradient of a convolution.
 */
export const pointwiseFilterGradient: Rewrite = ({ inputs, attributes, shape }, graph) => {
  const [images, sizes, gradient] = inputs;
  const size = graph.valuesOf(sizes)?.values;
  const { strides } = attributes as unknown as { strides: { ints: readonly number[] } };
  if (size?.[0] !== 1 || size[1] !== 1 || strides.ints.some((stride) => stride !== 1)) return undefined;
  const reshape = (x: string, ...to: number[]) =>
    graph.add('Reshape', [x, `${graph.constant(integers(to))}:0`], { T: FLOAT, Tshape: { type: DTYPE.int32 } }, to);
  const [rows, dy] = [reshape(images, -1, size[2]), reshape(gradient, -1, size[3])];
  const product = graph.add('MatMul', [`${rows}:0`, `${dy}:0`], {
    ...{ T: FLOAT, transpose_a: { bool: true }, transpose_b: { bool: false } },
  });
  return reshape(`${product}:0`, ...(shape ?? Array.from(size)));
};

const integers = (values: readonly number[]): Values => ({
  dtype: DTYPE.int32,
  shape: [values.length],
  values: Int32Array.from(values),
});
