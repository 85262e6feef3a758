import { fileSystemError, listFolder } from '@expgraph/data/files';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { unknownForcedNode } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { SourceError } from '../sources/source-error.js';
import { damagedArtifact } from '../store/messages.js';
import { readArtifact } from '../store/read-artifact.js';
import { Store } from '../store/store.js';
import { fingerprintInputsOf, fingerprintOf, UnreadableSource } from './fingerprint-inputs.js';
import { LastFingerprintInputs } from './last-fingerprint-inputs.js';
import type { Plan, PlanEntry } from './plan.js';
import { reasonToRun } from './reason.js';

export interface PlanOptions {
  /** Folder of the store; default: `.expgraph` in the working directory. */
  readonly store?: string;
  /** Ids of nodes to run even if they are cached; `*` is all. */
  readonly force?: readonly string[];
}

/**
 * Decides for each node whether it runs, and why. Does not modify the store.
 * @throws InvalidExperiment if a source of a node cannot be read.
 */
export async function planRun(graph: Graph, options: PlanOptions = {}): Promise<Plan> {
  const store = new Store(options.store);
  const last = await LastFingerprintInputs.read(store, graph.document.name);
  const entries = new Map<string, PlanEntry>();
  const fingerprints = new Map<string, string>();
  const running = new Set<string>();
  const notices: string[] = last.notice === undefined ? [] : [last.notice];
  const unknown = (options.force ?? []).filter((id) => id !== '*' && !graph.nodes.has(id));
  const problems: Problem[] = unknown.map((id) => unknownForcedNode(id, [...graph.nodes.keys()]));
  for (const node of graph.nodes.values()) {
    const fingerprintInputs = await fingerprintInputsOf(node, graph, fingerprints, (line) => notices.push(line)).catch(
      (error: unknown) => {
        problems.push(sourceProblem(error, node, graph));
        return {};
      },
    );
    const fingerprint = fingerprintOf(fingerprintInputs);
    fingerprints.set(node.id, fingerprint);
    const forced = (options.force ?? []).some((id) => id === '*' || id === node.id);
    const artifact = forced ? undefined : await readArtifact(store, fingerprint);
    if (artifact?.state === 'damaged') notices.push(damagedArtifact(node.id, artifact.reason));
    if (artifact?.state === 'whole') {
      const { logged } = artifact.manifest;
      entries.set(node.id, {
        node,
        fingerprint,
        fingerprintInputs,
        logged,
        action: 'cached',
        reason: 'up to date',
      });
      continue;
    }
    const resumable = !forced && (await listFolder(store.work(fingerprint))).length > 0;
    const changed = reasonToRun(fingerprintInputs, last.of(node.id), running, node.inputs);
    const why = forced ? 'forced' : artifact?.state === 'damaged' ? 'its stored outputs are damaged' : changed;
    const [action, reason] = resumable
      ? (['resume', 'an interrupted run left a checkpoint'] as const)
      : (['run', why] as const);
    running.add(node.id);
    entries.set(node.id, { node, fingerprint, fingerprintInputs, action, reason, forced });
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
