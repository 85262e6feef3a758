import { join } from 'node:path';
import {
  buildGraph,
  executePlan,
  type LoadOptions,
  loadRegistry,
  type Plan,
  planRun,
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
  readonly plugins: NonNullable<LoadOptions['builtIn']>;
  /** Receives each event. Failures are also returned, and warnings are printed. */
  readonly handle?: (event: RunEvent) => void;
}

/** Runs nodes for a command as an experiment in a temporary store. Returns the plan and the failures. */
export async function runAside(options: RunAsideOptions): Promise<{ plan: Plan; failures: readonly NodeFailure[] }> {
  const { name, nodes, folder, temporary, plugins, handle: pass } = options;
  const document = readDocumentText(JSON.stringify({ name, nodes }), { file: name, folder });
  const store = join(temporary, 'store');
  const graph = buildGraph(document, await loadRegistry(document, { builtIn: plugins, store }));
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
