import type { Rewrite } from './simplified-graph.js';

/**
 * Drops a reshape to the current shape, or to the shape before a previous reshape. tfjs adds such pairs around many
 * layers; TensorFlow removes them too, but only after it has searched for operations to fuse.
 */
export const dropReshape: Rewrite = ({ inputs: [x], shape }, graph) => {
  const before = graph.producer(x);
  const candidates = before?.operation === 'Reshape' ? [x, before.inputs[0]] : [x];
  const same = candidates.find((tensor) => shape && graph.producer(tensor)?.shape?.join() === shape.join());
  return same?.endsWith(':0') ? same.slice(0, -2) : undefined;
};
