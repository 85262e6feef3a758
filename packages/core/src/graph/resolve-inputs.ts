import {
  ambiguousOutput,
  missingInput,
  unknownInput,
  unknownOutput,
  unknownReference,
  wrongKind,
} from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import { MAX_PROBLEMS } from '../diagnostics/problem-list.js';
import type { Document, DocumentNode } from '../document/document.js';
import type { RegisteredNode } from '../plugins/registry.js';
import type { OutputReference } from './graph.js';

export interface ResolvedInputs {
  readonly inputs: Record<string, OutputReference>;
  readonly problems: Problem[];
}

/** Resolves the references of a node's inputs. `types` has the type of each node; undefined for an unknown one. */
export function resolveInputs(
  node: DocumentNode,
  registered: RegisteredNode,
  document: Document,
  types: ReadonlyMap<string, RegisteredNode | undefined>,
): ResolvedInputs {
  const inputs: Record<string, OutputReference> = {};
  const problems: Problem[] = [];
  const { inputs: ports } = registered.nodeClass;
  const path = ['nodes', node.id, 'inputs'];
  for (const [name, reference] of Object.entries(node.inputs)) {
    if (problems.length >= MAX_PROBLEMS) break;
    const port = Object.hasOwn(ports, name) ? ports[name] : undefined;
    if (!port) {
      const span = document.locate([...path, name], 'key');
      problems.push(unknownInput(span, node.id, node.type, name, Object.keys(ports)));
      continue;
    }
    const found = findOutput(reference, document, [...path, name], types);
    if (!found) continue;
    if ('code' in found) problems.push(found);
    else if (found.kind !== port.kind) {
      problems.push(
        wrongKind(document.locate([...path, name]), reference, found.kind, `${node.id}.${name}`, port.kind),
      );
    } else inputs[name] = { node: found.node, output: found.output };
  }
  const misspelled = Object.keys(node.inputs).some((name) => !Object.hasOwn(ports, name));
  for (const [name, port] of Object.entries(ports)) {
    // A missing input beside a misspelled one is most likely its consequence.
    if (port.optional || Object.hasOwn(node.inputs, name) || misspelled) continue;
    const span = document.locate(Object.keys(node.inputs).length > 0 ? path : ['nodes', node.id], 'key');
    problems.push(missingInput(span, node.id, node.type, name, port.kind));
  }
  return { inputs, problems };
}

/** Returns the output, a problem, or undefined if the referenced node has a problem of its own. */
function findOutput(
  reference: string,
  document: Document,
  path: readonly string[],
  types: ReadonlyMap<string, RegisteredNode | undefined>,
): (OutputReference & { kind: string }) | Problem | undefined {
  const [node, output] = reference.split(/\.(.*)/s);
  if (!types.has(node)) return unknownReference(document.locate(path), node, [...types.keys()]);
  const outputs = types.get(node)?.nodeClass.outputs;
  if (!outputs) return undefined;
  const names = Object.keys(outputs);
  if (output === undefined && names.length !== 1) {
    return names.length === 0
      ? unknownOutput(document.locate(path), node, '', names)
      : ambiguousOutput(document.locate(path), node, names);
  }
  const name = output ?? names[0];
  if (!Object.hasOwn(outputs, name)) return unknownOutput(document.locate(path), node, name, names);
  return { node, output: name, kind: outputs[name].kind };
}
