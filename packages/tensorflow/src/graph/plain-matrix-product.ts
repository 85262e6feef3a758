import { addReshape } from './add-reshape.js';
import { DTYPE } from './graph-def.js';
import type { Rewrite } from './simplified-graph.js';

/** The product of two batches of one matrix, as tfjs writes that of a dense layer, as one of matrices: a bias is fused into it. */
export const plainMatrixProduct: Rewrite = ({ inputs, attributes, shape }, graph) => {
  const shapes = inputs.map((tensor) => graph.producer(tensor)?.shape);
  if (shape?.length !== 3 || shapes.some((of) => of?.length !== 3 || of[0] !== 1)) return undefined;
  const matrices = inputs.map((tensor, index) => addReshape(graph, tensor, shapes[index]?.slice(1) ?? []));
  const { adj_x: left, adj_y: right } = attributes;
  const flags = { transpose_a: left ?? { bool: false }, transpose_b: right ?? { bool: false } };
  const product = graph.add('MatMul', matrices, { T: { type: DTYPE.float32 }, ...flags }, shape.slice(1));
  const whole = addReshape(graph, `${product}:0`, shape);
  return whole.slice(0, whole.lastIndexOf(':'));
};
