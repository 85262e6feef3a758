import type { Dataset, Model, Spec } from '@expgraph/sdk';
import type { Problem } from '../diagnostics/problem.js';
import type { GraphNode, OutputReference } from '../graph/graph.js';
import { inferSpecs } from '../graph/infer-specs.js';
import type { Plan, PlanEntry } from '../plan/plan.js';

/** Whether a node trains a model on data, or makes a part of one for them: what is wrong with data is told before it runs. */
export function takesTime({ registered: { nodeClass } }: GraphNode): boolean {
  const kinds = (ports: Readonly<Record<string, { kind: string }>>) => Object.values(ports).map(({ kind }) => kind);
  const inputs = kinds(nodeClass.inputs);
  return inputs.includes('model') && inputs.includes('dataset') && kinds(nodeClass.outputs).includes('model');
}

/** The nodes that give data and need no model for it. Those that take time begin after them. */
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
 * Infers the specs again with what is known of the data and models that have been loaded. Gives what is wrong with nodes that have not
 * run, by node: a test set without a class of the training data, or an export of a loaded model to a format that lacks one of its layers.
 * @param loaded gives the value of an output, undefined where it is not there yet.
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
      // Data that are not there may be of other classes than those they are made of.
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

/** The spec with what has been found of what it leaves open. */
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
