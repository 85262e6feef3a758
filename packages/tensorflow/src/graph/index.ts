export {
  DTYPE,
  GraphDef,
  integers,
  type NodeAttribute,
  type Signature,
  type SignatureTensor,
  type Values,
} from './graph-def.js';
export { NotCapturable } from './not-capturable.js';
export { Recording } from './recording.js';
export type { NodeSink } from './simplified-graph.js';
