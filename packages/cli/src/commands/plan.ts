import { type Plan, planExperiment } from '@expgraph/core';
import { BUILT_IN } from '../built-in.js';
import { EXIT } from '../exit.js';
import { table } from '../terminal/format.js';
import { printJson, printLines } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';

export interface PlanCommandOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly force?: readonly string[];
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
}

/** `expgraph plan FILE` */
export async function plan(file: string, options: PlanCommandOptions): Promise<void> {
  const planned = await planExperiment(file, { ...options, builtIn: BUILT_IN });
  if (options.json) {
    const entries = [...planned.entries.values()].map(({ node, action, reason, fingerprint }) => ({
      id: node.id,
      type: node.type,
      action,
      reason,
      fingerprint,
    }));
    printJson(entries);
  } else printLines(planTable(planned));
  const work = [...planned.entries.values()].some(({ action }) => action !== 'cached');
  if (options.detailedExitcode && work) process.exitCode = EXIT.changes;
}

/** Formats a plan: a line for each node with its action and the reason. */
export function planTable({ entries, graph, notices }: Plan): string[] {
  const { bold, green, cyan, yellow, dim } = paint(process.stdout);
  const color = { run: cyan, resume: yellow, cached: green };
  const all = [...entries.values()];
  const toRun = all.filter(({ action }) => action !== 'cached').length;
  const widest = Math.max(...all.map(({ node }) => node.id.length));
  const title = `${bold(graph.document.name)}: ${toRun === 0 ? `all ${all.length} nodes are up to date` : `${toRun} of ${all.length} nodes to run`}`;
  if (toRun === 0) return [...notices, title];
  const lines = table(all.map(({ node, action, reason }) => [`  ${node.id}`, action, reason]));
  const colored = lines.map((line, index) => {
    const { action } = all[index];
    const [name, rest] = [line.slice(0, widest + 2), line.slice(widest + 2)];
    return (
      name +
      rest
        .replace(action, color[action](action))
        .replace(/(cached.*)$/, (text) => (action === 'cached' ? dim(text) : text))
    );
  });
  return [...notices, title, ...colored];
}
