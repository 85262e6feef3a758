import { addReshape } from './add-reshape.js';
import { DTYPE } from './graph-def.js';
import type { Rewrite } from './simplified-graph.js';

/**
 * Rewrites a BatchMatMul with a batch of one, which tfjs creates for dense layers, as a MatMul, into which TensorFlow
 * fuses a bias.
 */
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
