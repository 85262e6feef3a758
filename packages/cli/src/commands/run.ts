import { relative } from 'node:path';
import { executePlan, type Plan, planExperiment, type RunResult } from '@expgraph/core';
import { BUILT_IN } from '../built-in.js';
import { EXIT } from '../exit.js';
import { ReportWriter } from '../report/report-writer.js';
import { duration, metricList, table } from '../terminal/format.js';
import { JsonView } from '../terminal/json-view.js';
import { LiveView } from '../terminal/live-view.js';
import { print, printLines, writeError } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';
import { PlainView } from '../terminal/plain-view.js';
import { RunState } from '../terminal/run-state.js';
import { planTable } from './plan.js';
import { resumeCommand } from './resume-command.js';

export interface RunCommandOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly jobs?: number;
  readonly force?: readonly string[];
  readonly json?: boolean;
}

/** `expgraph run FILE` */
export async function run(file: string, options: RunCommandOptions): Promise<void> {
  const { jobs, json = false } = options;
  const plan = await planExperiment(file, { ...options, builtIn: BUILT_IN });
  const resume = resumeCommand(file, options);
  const interrupt = interruptible(resume, json);
  if (!json) printLines([...planTable(plan), '']);
  const state = new RunState();
  const follow = { handle: (event: Parameters<RunState['apply']>[0]) => state.apply(event) };
  const view = json ? new JsonView(print) : process.stdout.isTTY ? new LiveView(process.stdout) : new PlainView(print);
  const report = new ReportWriter(plan);
  const checkLeaks = process.env.EXPGRAPH_CHECK_LEAKS === '1';
  const listeners = [follow, view, report];
  const result = await executePlan(plan, { jobs, signal: interrupt, listeners, checkLeaks });
  if (!json) printLines(summary(plan, result, state, { report: report.written, resume }));
  process.exit({ finished: EXIT.done, failed: EXIT.failed, killed: EXIT.interrupted }[result.status]);
}

/** Returns a signal that Ctrl-C or SIGTERM aborts; a second one ends the process at once. */
function interruptible(resume: string, json: boolean): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    if (!json) writeError(`\nStopping. Finished nodes are cached. Resume with: ${resume}\n`);
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/** Whether a node computes metrics of other nodes' outputs, as `evaluate` does. */
function measures({ graph }: Plan, id: string): boolean {
  const kinds = Object.values(graph.nodes.get(id)?.registered.nodeClass.outputs ?? {}).map(({ kind }) => kind);
  return kinds.includes('metrics') && !kinds.includes('model');
}

interface Ending {
  readonly report: string | undefined;
  readonly resume: string;
}

function summary(plan: Plan, result: RunResult, state: RunState, { report, resume }: Ending): string[] {
  const { bold, dim, red } = paint(process.stdout);
  const near = (path: string) => relative(process.cwd(), path) || '.';
  const nodes = [...state.nodes.values()];
  const count = (outcome: string) => [...result.outcomes.values()].filter((value) => value === outcome).length;
  const evaluations = nodes.filter((node) => measures(plan, node.id) && node.metrics);
  const rows = evaluations.map((node) => [`  ${node.id}`, metricList(node.metrics ?? {})]);
  const done = `${count('finished')} executed, ${count('cached')} cached`;
  const undone = [
    count('failed') && `${count('failed')} failed`,
    count('not run') && `${count('not run')} skipped`,
  ].filter(Boolean);
  const title = { finished: bold('Done'), failed: red('Failed'), killed: red('Interrupted') }[result.status];
  const lines = ['', `${title} in ${duration(result.milliseconds)}: ${[done, ...undone].join(', ')}`];
  if (rows.length > 0) lines.push('', bold('Test results'), ...table(rows));
  const places = state.artifacts
    .filter(({ name }) => /^(models|kept)\//.test(name))
    .map(({ name, path }) => [`  ${name}`, near(path)]);
  if (report) places.push(['  report', near(report)]);
  places.push(['  run', near(result.folder)]);
  lines.push('', bold('Files'), ...table(places));
  if (result.status !== 'finished') lines.push('', `Resume with: ${resume}`, dim('Finished nodes are cached.'));
  return lines;
}
