import type { Rewrite } from './simplified-graph.js';

/**
 * A reshape, of the shape that is there already or that was there before another reshape, is left out, as tfjs adds them around many
 * layers: TensorFlow drops them as well, but only after it has looked for operations to fuse.
 */
export const dropReshape: Rewrite = ({ inputs: [x], shape }, graph) => {
  const before = graph.producer(x);
  const candidates = before?.operation === 'Reshape' ? [x, before.inputs[0]] : [x];
  const same = candidates.find((tensor) => shape && graph.producer(tensor)?.shape?.join() === shape.join());
  return same?.endsWith(':0') ? same.slice(0, -2) : undefined;
};
