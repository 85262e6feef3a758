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
  /** Relative sources start here. */
  readonly folder: string;
  /** A folder of its own. */
  readonly temporary: string;
  readonly plugins: NonNullable<LoadOptions['builtIn']>;
  /** Told of each event besides failures, which are returned, and warnings, which are shown. */
  readonly handle?: (event: RunEvent) => void;
}

/** Runs nodes for a command as an experiment would, in a store of its own. Gives the plan, and what failed. */
export async function runAside(options: RunAsideOptions): Promise<{ plan: Plan; failures: readonly NodeFailure[] }> {
  const { name, nodes, folder, temporary, plugins, handle: tell } = options;
  const document = readDocumentText(JSON.stringify({ name, nodes }), { file: name, folder });
  const store = join(temporary, 'store');
  const graph = buildGraph(document, await loadRegistry(document, { builtIn: plugins, store }));
  const plan = await planRun(graph, { store });
  const failures: NodeFailure[] = [];
  const handle = (event: RunEvent) => {
    if (event.type === 'node-failed') failures.push(event.error);
    if (event.type === 'notice' && event.level === 'warning') writeError(`${event.message}\n`);
    tell?.(event);
  };
  await executePlan(plan, { listeners: [{ handle }] });
  return { plan, failures };
}
