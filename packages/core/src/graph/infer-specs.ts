import { ExpgraphError, type MakeComponent, type NodePlace, type Spec } from '@expgraph/sdk';
import { inferenceFailed, mismatch } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Document, DocumentPath } from '../document/document.js';
import { makeComponent } from '../plugins/make-component.js';
import type { Registry } from '../plugins/registry.js';
import type { GraphNode } from './graph.js';
import { type Bindings, specMismatch } from './spec-mismatch.js';

type Inferred = { readonly specs: Readonly<Record<string, Spec>>; readonly problems: readonly Problem[] };
type InferFunction = (
  infer: { inputs: Record<string, Spec>; config: unknown },
  make: MakeComponent,
) => Record<string, Spec>;

/** Checks the specs of a node's inputs against its ports, and infers the specs of its outputs. `nodes` has the nodes before it. */
export function inferSpecs(
  node: Omit<GraphNode, 'specs'>,
  document: Document,
  nodes: ReadonlyMap<string, GraphNode>,
  registry: Registry,
): Inferred {
  const { nodeClass } = node.registered;
  const inputs: Record<string, Spec> = {};
  const problems: Problem[] = [];
  const bindings: Bindings = new Map();
  for (const [name, port] of Object.entries(nodeClass.inputs)) {
    const reference = node.inputs[name];
    const spec = reference && nodes.get(reference.node)?.specs[reference.output];
    // After an invalid node, use the spec of the port: do not report the consequences of its error.
    if (reference || !port.optional) inputs[name] = spec ?? port.spec;
    const wrong = spec && specMismatch(spec, port.spec, bindings);
    if (!wrong) continue;
    const span = document.locate(['nodes', node.id, 'inputs', name]);
    const from = `${reference.node}.${reference.output}`;
    problems.push(mismatch(span, from, `${node.id}.${name}`, wrong.reason, wrong.found, wrong.expected));
  }
  const declared = declaredSpecs(node, inputs);
  if (problems.length > 0) return { specs: portSpecs(node), problems };
  const { infer } = nodeClass as { infer?: InferFunction };
  if (!infer) return { specs: declared, problems };
  try {
    return {
      specs: infer.call(nodeClass, { inputs, config: node.config }, makeComponent(registry.components)),
      problems,
    };
  } catch (error) {
    return { specs: portSpecs(node), problems: [inferenceProblem(error, node, document)] };
  }
}

/** Returns the output specs of an invalid node. The labels of a dataset that it passes on are unknown. */
export function portSpecs({ registered }: Pick<GraphNode, 'registered'>): Record<string, Spec> {
  const { inputs, outputs } = registered.nodeClass;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { spec }]) => {
      const handsOn = spec.kind === 'dataset' && inputs[name]?.kind === 'dataset';
      return [name, handsOn ? { ...spec, label: undefined } : spec];
    }),
  );
}

/** Returns the output specs of a node without `infer`: the spec of the input with the same name and kind, otherwise that of the port. */
function declaredSpecs(node: Omit<GraphNode, 'specs'>, inputs: Readonly<Record<string, Spec>>): Record<string, Spec> {
  const { outputs } = node.registered.nodeClass;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, port]) => [name, inputs[name]?.kind === port.kind ? inputs[name] : port.spec]),
  );
}

function inferenceProblem(error: unknown, node: Omit<GraphNode, 'specs'>, document: Document): Problem {
  if (ExpgraphError.is(error)) {
    const [path, part] = documentPlace(node.id, error.at);
    return { code: error.code, message: error.message, notes: error.notes, span: document.locate(path, part) };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return inferenceFailed(document.locate(['nodes', node.id], 'key'), node.id, node.type, reason);
}

/** Returns the path in the document of a part of a node. */
export function documentPlace(node: string, place: NodePlace | undefined): [DocumentPath, 'key' | 'value'] {
  if (place && 'config' in place) return [['nodes', node, 'config', ...place.config], 'value'];
  if (place && 'input' in place) return [['nodes', node, 'inputs', place.input], 'value'];
  return [['nodes', node], 'key'];
}
