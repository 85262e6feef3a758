import { inFileOrder } from '../diagnostics/in-file-order.js';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { cycle, renamedNodeType, unknownNodeType } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import { ProblemList } from '../diagnostics/problem-list.js';
import { placeOf } from '../diagnostics/span.js';
import type { Document, DocumentNode } from '../document/document.js';
import type { Registry } from '../plugins/registry.js';
import { checkConfig } from '../schema/check-config.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { findCycle } from './find-cycle.js';
import type { Graph, GraphNode } from './graph.js';
import { inferSpecs, portSpecs } from './infer-specs.js';
import { resolveInputs } from './resolve-inputs.js';
import { topologicalOrder } from './topological-order.js';

/**
 * Builds the graph of an experiment, and checks all that can be checked without data.
 * @throws InvalidExperiment with every problem, in file order.
 */
export function buildGraph(document: Document, registry: Registry): Graph {
  const problems = new ProblemList();
  const checked = checkNodes(document, registry, problems);
  const dependencies = new Map(
    document.nodes.map(({ id }) => [id, Object.values(checked.get(id)?.inputs ?? {}).map((input) => input.node)]),
  );
  const loop = findCycle(dependencies);
  if (loop) problems.add(() => cycleProblem(loop, document, checked));
  const nodes = new Map<string, GraphNode>();
  for (const id of loop || problems.full ? [] : topologicalOrder(dependencies)) {
    if (problems.full) break;
    const node = checked.get(id);
    if (!node) continue;
    const inferred = node.sound
      ? inferSpecs(node, document, nodes, registry)
      : { specs: portSpecs(node), problems: [] };
    problems.addAll(inferred.problems);
    nodes.set(id, { ...node, specs: inferred.specs });
  }
  if (problems.found.length > 0) throw new InvalidExperiment(inFileOrder(problems.found), document.text);
  return { document, registry, nodes };
}

/** A node whose type is known. It is sound when its config and inputs are right too. */
type CheckedNode = Omit<GraphNode, 'specs'> & { readonly sound: boolean };

function checkNodes(document: Document, registry: Registry, problems: ProblemList): Map<string, CheckedNode> {
  const types = new Map(document.nodes.map((node) => [node.id, registry.nodes.get(node.type)]));
  const checked = new Map<string, CheckedNode>();
  for (const node of document.nodes) {
    if (problems.full) break;
    const registered = types.get(node.id);
    if (!registered) {
      problems.add(() => unknownType(node, document, registry));
      continue;
    }
    const place = {
      path: ['nodes', node.id, 'config'],
      owner: `the config of node "${node.id}" (${node.type})`,
      locate: document.locate,
      commentAt: document.commentAt,
    };
    const { config, problems: wrong } = checkConfig(
      registered.nodeClass.config as JsonSchema,
      node.config,
      place,
      registry.components,
    );
    const resolved = resolveInputs(node, registered, document, types);
    problems.addAll([...wrong, ...resolved.problems]);
    const sound = wrong.length === 0 && resolved.problems.length === 0;
    checked.set(node.id, {
      id: node.id,
      type: node.type,
      registered,
      config: config ?? {},
      inputs: resolved.inputs,
      sound,
    });
  }
  return checked;
}

function unknownType({ id, type }: DocumentNode, document: Document, registry: Registry): Problem {
  const span = document.locate(['nodes', id, 'type']);
  const newName = registry.renamed.get(type);
  if (newName !== undefined) return renamedNodeType(span, type, newName);
  const names = registry.plugins.map((plugin) => plugin.plugin.name);
  return unknownNodeType(span, type, [...registry.nodes.keys()], names);
}

function cycleProblem(loop: readonly string[], document: Document, nodes: ReadonlyMap<string, CheckedNode>): Problem {
  const edges = loop.slice(1).map((to, index) => {
    const [input] =
      Object.entries(nodes.get(to)?.inputs ?? {}).find(([, reference]) => reference.node === loop[index]) ?? [];
    const span = document.locate(['nodes', to, 'inputs', input ?? '']);
    return { span, text: `${loop[index]} → ${to}.${input}  at ${placeOf(span)}` };
  });
  const first = edges.reduce((a, b) => (b.span.line < a.span.line ? b : a));
  return cycle(
    first.span,
    loop,
    edges.map((edge) => edge.text),
  );
}
