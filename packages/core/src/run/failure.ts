import { fileSystemError } from '@expgraph/data/files';
import { ExpgraphError, formatTensorSpec, type NodeFailure, type Spec, type SystemError } from '@expgraph/sdk';
import type { Problem } from '../diagnostics/problem.js';
import { renderProblem } from '../diagnostics/render.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { documentPlace } from '../graph/infer-specs.js';
import { nodeFailed } from './messages.js';

/** Describes an error that a node threw, with its position in the YAML if known. */
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

/** Describes a problem that was found before the node ran. */
export const failureOfProblem = (problem: Problem, graph: Graph): NodeFailure => ({
  code: problem.code,
  message: problem.message,
  notes: problem.notes,
  rendered: renderProblem(problem, graph.document.text),
});

/** Returns the error of a refused file operation. A missing file is more often a bug in the node, so it is reported with a stack. */
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
