import { fileSystemError, listFolder } from '@expgraph/data/files';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { unknownForcedNode } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { SourceError } from '../sources/source-error.js';
import { damagedArtifact } from '../store/messages.js';
import { readArtifact } from '../store/read-artifact.js';
import { Store } from '../store/store.js';
import { fingerprintOf, ingredientsOf, UnreadableSource } from './ingredients.js';
import { LastIngredients } from './last-ingredients.js';
import type { Plan, PlanEntry } from './plan.js';
import { reasonToRun } from './reason.js';

export interface PlanOptions {
  /** Folder of the store; default `.expgraph` in the working directory. */
  readonly store?: string;
  /** Ids of nodes to run whether or not they are cached; `*` is all. */
  readonly force?: readonly string[];
}

/**
 * Decides for each node whether it runs, and why. Changes nothing in the store.
 * @throws InvalidExperiment when a file that a node reads is not there.
 */
export async function planRun(graph: Graph, options: PlanOptions = {}): Promise<Plan> {
  const store = new Store(options.store);
  const last = await LastIngredients.read(store, graph.document.name);
  const entries = new Map<string, PlanEntry>();
  const fingerprints = new Map<string, string>();
  const running = new Set<string>();
  const notices: string[] = last.notice === undefined ? [] : [last.notice];
  const unknown = (options.force ?? []).filter((id) => id !== '*' && !graph.nodes.has(id));
  const problems: Problem[] = unknown.map((id) => unknownForcedNode(id, [...graph.nodes.keys()]));
  for (const node of graph.nodes.values()) {
    const ingredients = await ingredientsOf(node, graph, fingerprints, (line) => notices.push(line)).catch(
      (error: unknown) => {
        problems.push(sourceProblem(error, node, graph));
        return {};
      },
    );
    const fingerprint = fingerprintOf(ingredients);
    fingerprints.set(node.id, fingerprint);
    const forced = (options.force ?? []).some((id) => id === '*' || id === node.id);
    const artifact = forced ? undefined : await readArtifact(store, fingerprint);
    if (artifact?.state === 'damaged') notices.push(damagedArtifact(node.id, artifact.reason));
    if (artifact?.state === 'whole') {
      const { logged } = artifact.manifest;
      entries.set(node.id, {
        ...{ node, fingerprint, ingredients, logged },
        action: 'cached',
        reason: 'nothing that it depends on has changed',
      });
      continue;
    }
    const resumable = !forced && (await listFolder(store.work(fingerprint))).length > 0;
    const changed = reasonToRun(ingredients, last.of(node.id), running, node.inputs);
    const why = forced ? 'forced' : artifact?.state === 'damaged' ? 'its stored outputs are damaged' : changed;
    const [action, reason] = resumable
      ? (['resume', 'a run that was stopped has left a checkpoint'] as const)
      : (['run', why] as const);
    running.add(node.id);
    entries.set(node.id, { node, fingerprint, ingredients, action, reason, forced });
  }
  if (problems.length > 0) throw new InvalidExperiment(problems, graph.document.text);
  return { graph, store, entries, notices, isLastDamaged: last.notice !== undefined };
}

function sourceProblem(error: unknown, node: GraphNode, graph: Graph): Problem {
  if (!(error instanceof UnreadableSource)) throw error;
  const cause = error.cause instanceof SourceError ? error.cause : fileSystemError(error.cause);
  if (!cause) throw error;
  const span = graph.document.locate(['nodes', node.id, 'config', ...error.option.split('.')]);
  return { code: cause.code, message: cause.message, notes: cause.notes, span };
}
