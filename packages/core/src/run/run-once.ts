import { rm } from 'node:fs/promises';
import { withLock } from '@expgraph/data/files';
import type { PlanEntry } from '../plan/plan.js';
import type { Logged } from '../store/manifest.js';
import { readArtifact } from '../store/read-artifact.js';
import { executedElsewhere, waitsForNode } from './messages.js';
import { type NodeContext, runNode } from './run-node.js';

type Outputs = Readonly<Record<string, unknown>>;

/** The outputs of a node that ran here, or the events that it logged in another run. */
export type Once = { readonly outputs: Outputs } | { readonly logged: readonly Logged[] };

/**
 * Runs a node, unless another run has finished it since the plan was made. If several processes need a node, one runs it, and the
 * others wait and use its artifact. A forced node always runs.
 */
export function runOnce(entry: PlanEntry, context: NodeContext, inputs: () => Promise<Outputs>): Promise<Once> {
  const { plan, emit, signal } = context;
  const { node, fingerprint, forced } = entry;
  const notice = (message: string) => emit({ type: 'notice', node: node.id, level: 'info', message });
  const waiting = (owner?: number) => notice(waitsForNode(owner));
  return withLock(plan.store.lock(fingerprint), { signal, waiting }, async () => {
    if (forced) await rm(plan.store.work(fingerprint), { recursive: true, force: true });
    const artifact = forced ? undefined : await readArtifact(plan.store, fingerprint);
    if (artifact?.state === 'whole') {
      notice(executedElsewhere());
      return { logged: artifact.manifest.logged };
    }
    emit({ type: 'node-started', node: node.id });
    return { outputs: await runNode(entry, await inputs(), context) };
  });
}
