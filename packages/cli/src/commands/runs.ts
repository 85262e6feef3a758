import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRunEvent, Store } from '@expgraph/core';
import { listFolder } from '@expgraph/data/files';
import { runUnknown, unreadableLines } from '../messages.js';
import { duration, metricList, table } from '../terminal/format.js';
import { printJson, printLines, writeError } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';
import { RunState } from '../terminal/run-state.js';

interface PastRun {
  readonly id: string;
  readonly status: string;
  readonly milliseconds?: number;
  readonly state: RunState;
  /** Number of damaged lines of the journal, except the last line of a killed run. */
  readonly unreadable: number;
}

/** `expgraph runs [ID]` */
export async function runs(id: string | undefined, { json, store }: { json?: boolean; store: string }): Promise<void> {
  const folder = join(new Store(store).root, 'runs');
  const ids = (await listFolder(folder)).sort().reverse();
  const chosen = id === undefined ? ids : ids.filter((name) => name.startsWith(id));
  if (id !== undefined && chosen.length === 0) {
    throw runUnknown(id, store);
  }
  const past = await Promise.all(chosen.map((name) => readRun(folder, name)));
  if (json) {
    printJson(
      past.map((run) => ({
        id: run.id,
        status: run.status,
        milliseconds: run.milliseconds,
        results: Object.fromEntries(resultsOf(run)),
      })),
    );
  } else printLines(id === undefined || past.length !== 1 ? list(past) : show(past[0], join(folder, past[0].id)));
  for (const run of past)
    if (run.unreadable > 0) writeError(`${unreadableLines(run.unreadable, join(folder, run.id, 'events.jsonl'))}\n`);
}

/** Reads a run from its journal. A kill may truncate the last line; any other line that is not an event is damaged. */
async function readRun(folder: string, id: string): Promise<PastRun> {
  const state = new RunState();
  let status = 'killed';
  let milliseconds: number | undefined;
  let unreadable = 0;
  const lines = (await readJournal(join(folder, id, 'events.jsonl'))).split('\n');
  for (const line of lines.slice(0, -1)) {
    const event = parseRunEvent(line);
    if (event) state.apply(event);
    else unreadable += 1;
    if (event?.type === 'run-finished') ({ status, milliseconds } = event);
  }
  return { id, status, milliseconds, state, unreadable };
}

/** Returns the metrics without an epoch, by node: those of evaluations and forecasts. */
const resultsOf = ({ state }: Pick<PastRun, 'state'>) =>
  [...state.nodes.values()].flatMap(({ id, results }) => (results ? [[id, results] as const] : []));

const readJournal = (path: string) =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw error;
  });

function list(past: readonly PastRun[]): string[] {
  if (past.length === 0) return ['The store has no runs. Start one with: npx expgraph run experiments/finetune.yaml'];
  return table(
    past.map(({ id, status, milliseconds, state }) => {
      const results = resultsOf({ state })
        .map(([node, metrics]) => `${node}: ${metricList(metrics)}`)
        .join('   ');
      return [id, status, milliseconds === undefined ? '' : duration(milliseconds), results];
    }),
  );
}

function show({ id, status, milliseconds, state }: PastRun, folder: string): string[] {
  const { bold } = paint(process.stdout);
  const rows = [...state.nodes.values()].map((node) => [
    `  ${node.id}`,
    node.state,
    node.milliseconds === undefined ? '' : duration(node.milliseconds),
    node.metrics ? metricList(node.metrics) : '',
  ]);
  return [
    `${bold(id)}: ${status}${milliseconds === undefined ? '' : ` in ${duration(milliseconds)}`}`,
    ...table(rows),
    '',
    `  ${folder}`,
  ];
}
