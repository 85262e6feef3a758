import { join } from 'node:path';
import {
  buildGraph,
  type Document,
  executePlan,
  InvalidExperiment,
  type LoadOptions,
  loadRegistry,
  type Plan,
  planRun,
  type Registry,
  readDocumentText,
} from '@expgraph/core';
import type { NodeFailure, RunEvent } from '@expgraph/sdk';
import { writeError } from '../terminal/output.js';

export interface RunAsideOptions {
  readonly name: string;
  readonly nodes: Readonly<Record<string, object>>;
  /** Relative sources resolve against this folder. */
  readonly folder: string;
  /** A temporary folder, for the store. */
  readonly temporary: string;
  readonly builtIn: NonNullable<LoadOptions['builtIn']>;
  /** Further plugins, resolved against `folder`. If they do not load, the nodes run without them. */
  readonly plugins?: readonly string[];
  /** Receives each event. Failures are also returned, and warnings are printed. */
  readonly handle?: (event: RunEvent) => void;
}

/** Runs nodes for a command as an experiment in a temporary store. Returns the plan and the failures. */
export async function runAside(options: RunAsideOptions): Promise<{ plan: Plan; failures: readonly NodeFailure[] }> {
  const { temporary, handle: pass } = options;
  const store = join(temporary, 'store');
  const { document, registry } = await withPlugins(options, store);
  // A command is not tracked: it has no listeners of plugins.
  const graph = buildGraph(document, { ...registry, listeners: async () => [] });
  const plan = await planRun(graph, { store });
  const failures: NodeFailure[] = [];
  const handle = (event: RunEvent) => {
    if (event.type === 'node-failed') failures.push(event.error);
    if (event.type === 'notice' && event.level === 'warning') writeError(`${event.message}\n`);
    pass?.(event);
  };
  await executePlan(plan, { listeners: [{ handle }] });
  return { plan, failures };
}

async function withPlugins(
  options: RunAsideOptions,
  store: string,
): Promise<{ document: Document; registry: Registry }> {
  const { name, nodes, folder, plugins = [], builtIn } = options;
  const document = readDocumentText(JSON.stringify({ name, nodes, plugins }), { file: name, folder });
  try {
    return { document, registry: await loadRegistry(document, { builtIn, store }) };
  } catch (error) {
    if (!(error instanceof InvalidExperiment) || plugins.length === 0) throw error;
    writeError(
      `${error.problems.map(({ message }) => message).join('\n')}\nContinuing without: ${plugins.join(', ')}.\n`,
    );
    return withPlugins({ ...options, plugins: [] }, store);
  }
}
