import type { Rewrite } from './simplified-graph.js';

/**
 * A reshape to the shape that is there already, as tfjs adds around many layers, is left out: TensorFlow drops it as well, but only
 * after it has looked for operations to fuse.
 */
export const dropReshape: Rewrite = ({ inputs, shape }, graph) => {
  const [x] = inputs;
  const before = graph.producer(x)?.shape;
  return before && shape && before.join() === shape.join() ? x.slice(0, x.lastIndexOf(':')) : undefined;
};
