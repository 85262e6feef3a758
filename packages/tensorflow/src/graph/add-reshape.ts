import { DTYPE, integers } from './graph-def.js';
import type { NodeSink } from './simplified-graph.js';

/** Adds a Reshape of a float32 tensor and returns its output. One size of `to` may be -1. */
export function addReshape(graph: NodeSink, x: string, to: readonly number[]): string {
  const attributes = { T: { type: DTYPE.float32 }, Tshape: { type: DTYPE.int32 } };
  const known = to.includes(-1) ? undefined : to;
  return `${graph.add('Reshape', [x, `${graph.constant(integers(to))}:0`], attributes, known)}:0`;
}
