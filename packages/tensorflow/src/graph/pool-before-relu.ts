import type { Rewrite } from './simplified-graph.js';

/** Moves max pooling before a ReLU: the result is the same, and ReLU processes a quarter of the values. */
export const poolBeforeRelu: Rewrite = ({ operation, inputs, attributes, shape }, graph) => {
  const relu = graph.producer(inputs[0]);
  if (relu?.operation !== 'Relu' || !relu.shape || !shape || sizeOf(shape) >= sizeOf(relu.shape)) return undefined;
  const pooled = graph.add(operation, relu.inputs, attributes, shape);
  return graph.add('Relu', [`${pooled}:0`], relu.attributes, shape);
};

/** Rewrites the gradient of a ReLU and max pooling whose order has been swapped. */
export const reluGradientBeforePool: Rewrite = ({ operation, inputs, attributes, shape }, graph) => {
  const [dy, y] = inputs;
  const [pool, relu] = [graph.producer(dy), graph.producer(y)];
  if (pool?.operation !== 'MaxPoolGrad' || pool.inputs[0] !== y || relu?.operation !== 'Relu') return undefined;
  const [, result, gradient] = pool.inputs;
  const [pooled] = graph.producer(result)?.inputs ?? [];
  const moved = graph.producer(pooled);
  if (moved?.operation !== 'MaxPool' || moved.inputs[0] !== relu.inputs[0]) return undefined;
  const small = graph.add(operation, [gradient, result], attributes, moved.shape);
  return graph.add('MaxPoolGrad', [moved.inputs[0], pooled, `${small}:0`], pool.attributes, shape);
};

/**
 * Computes the gradient of a bias from the gradient after the pooling. Pooling passes each value to one position, so
 * the sum is the same.
 */
export const biasGradientAbovePool: Rewrite = ({ operation, inputs, attributes, shape }, graph) => {
  const pool = graph.producer(inputs[0]);
  return pool?.operation === 'MaxPoolGrad' ? graph.add(operation, [pool.inputs[2]], attributes, shape) : undefined;
};

const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);
