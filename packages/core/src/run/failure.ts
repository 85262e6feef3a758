import { fileSystemError } from '@expgraph/data/files';
import { ExpgraphError, formatTensorSpec, type NodeFailure, type Spec, type SystemError } from '@expgraph/sdk';
import type { Problem } from '../diagnostics/problem.js';
import { renderProblem } from '../diagnostics/render.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { documentPlace } from '../graph/infer-specs.js';
import { nodeFailed } from './messages.js';

/** What a node threw, as people read it: with its place in the YAML where that is known. */
export function failureOf(thrown: unknown, node: GraphNode, graph: Graph): NodeFailure {
  const known = ExpgraphError.is(thrown);
  const error = known
    ? thrown
    : (refusal(thrown) ?? nodeFailed(node.id, node.type, thrown, describeInputs(node, graph)));
  const [path, part] = documentPlace(node.id, error.at);
  const span = graph.document.locate(path, part);
  const problem = { code: error.code, message: error.message, notes: error.notes, span };
  return {
    code: error.code,
    message: error.message,
    notes: error.notes,
    rendered: renderProblem(problem, graph.document.text),
  };
}

/** What is known to be wrong with a node before it runs. */
export const failureOfProblem = (problem: Problem, graph: Graph): NodeFailure => ({
  code: problem.code,
  message: problem.message,
  notes: problem.notes,
  rendered: renderProblem(problem, graph.document.text),
});

/** What the file system refused the node. A missing file is more often a fault of the node: then its stack is wanted. */
function refusal(thrown: unknown): SystemError | undefined {
  const found = fileSystemError(thrown);
  return found?.code === 'EXPGRAPH_FILE_MISSING' ? undefined : found;
}

const describeInputs = (node: GraphNode, graph: Graph) =>
  Object.entries(node.inputs).map(([port, { node: from, output }]) => {
    const spec = graph.nodes.get(from)?.specs[output];
    return `${port} = ${from}.${output}${spec ? `  ${describeSpec(spec)}` : ''}`;
  });

function describeSpec(spec: Spec): string {
  if (spec.kind === 'dataset' && spec.features) return formatTensorSpec(spec.features);
  if (spec.kind === 'model' && spec.input && spec.output) {
    return `${formatTensorSpec(spec.input)} -> ${formatTensorSpec(spec.output)}`;
  }
  return spec.kind;
}
