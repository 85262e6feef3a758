import type { Dataset, Model, Spec } from '@expgraph/sdk';
import type { Problem } from '../diagnostics/problem.js';
import type { GraphNode, OutputReference } from '../graph/graph.js';
import { inferSpecs } from '../graph/infer-specs.js';
import type { Plan, PlanEntry } from '../plan/plan.js';

/** Whether a node trains a model, or builds one for a dataset: such nodes start after the loaded data has been checked. */
export function takesTime({ registered: { nodeClass } }: GraphNode): boolean {
  const kinds = (ports: Readonly<Record<string, { kind: string }>>) => Object.values(ports).map(({ kind }) => kind);
  const inputs = kinds(nodeClass.inputs);
  return inputs.includes('model') && inputs.includes('dataset') && kinds(nodeClass.outputs).includes('model');
}

/** Returns the nodes that output a dataset and depend on no model. Slow nodes start after them. */
export function dataNodes(plan: Plan): string[] {
  const models = new Set<string>();
  const found: string[] = [];
  for (const { node, action } of plan.entries.values()) {
    const kinds = Object.values(node.registered.nodeClass.outputs).map(({ kind }) => kind);
    const needsModel = Object.values(node.inputs).some((input) => models.has(input.node));
    if (needsModel || kinds.includes('model')) models.add(node.id);
    else if (kinds.includes('dataset') && action !== 'cached') found.push(node.id);
  }
  return found;
}

/**
 * Infers the specs again from the loaded datasets and models. Returns the problems of pending nodes, by node: for example a test set
 * without a class of the training data, or the export of a loaded model to a format that lacks one of its layers.
 * @param loaded returns the value of an output; undefined if it is not available yet.
 */
export async function checkLoaded(
  plan: Plan,
  pending: (entry: PlanEntry) => boolean,
  loaded: (reference: OutputReference) => Promise<unknown>,
): Promise<Map<string, Problem>> {
  const { document, registry } = plan.graph;
  const nodes = new Map<string, GraphNode>();
  const problems = new Map<string, Problem>();
  for (const entry of plan.entries.values()) {
    const { node } = entry;
    const inferred = inferSpecs(node, document, nodes, registry);
    const [problem] = inferred.problems;
    if (problem && pending(entry)) problems.set(node.id, problem);
    const specs = { ...(problem ? node.specs : inferred.specs) };
    for (const [output, known] of Object.entries(node.specs)) {
      // A dataset that is not loaded may have other classes than its source.
      if (known.kind === 'dataset') specs[output] = known;
      const value =
        known.kind === 'dataset' || known.kind === 'model' ? await loaded({ node: node.id, output }) : undefined;
      if (value === undefined) continue;
      const codec = await registry.codec(known.kind);
      const found = (await codec?.describe?.(value)) ?? {};
      specs[output] = withClasses(completed(specs[output], found), value);
    }
    nodes.set(node.id, { ...node, specs });
  }
  return problems;
}

/** Returns the spec with its undefined parts filled in. */
function completed(spec: Spec, found: object): Spec {
  const isOpen = ([key]: [string, unknown]) => Reflect.get(spec, key) === undefined;
  return { ...spec, ...Object.fromEntries(Object.entries(found).filter(isOpen)) };
}

function withClasses(spec: Spec, value: unknown): Spec {
  if (spec.kind === 'model') return { ...spec, classes: (value as Model).card.classes ?? spec.classes };
  const { classes } = value as Dataset;
  return spec.kind === 'dataset' && spec.label && classes.length > 0
    ? { ...spec, label: { ...spec.label, classes } }
    : spec;
}
