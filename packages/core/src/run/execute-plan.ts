import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { RunInfo, RunListener } from '@expgraph/sdk';
import { LastIngredients } from '../plan/last-ingredients.js';
import type { Plan, PlanEntry } from '../plan/plan.js';
import { clearForRun } from '../plan/plan-run.js';
import { sweep } from '../store/durable.js';
import { Events } from './events.js';
import { failureOf } from './failure.js';
import { rebuildNode, runNode } from './run-node.js';
import { copyLeftFolders, RunRecord } from './run-record.js';
import type { NodeOutcome, RunResult } from './run-result.js';
import { schedule } from './schedule.js';
import { replay } from './services/node-tracker.js';
import { Values } from './values.js';

export interface RunOptions {
  /** Nodes that may run at the same time; default the number of processors. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly RunListener[];
  /** Fail a node that leaves behind what its outputs do not hold, tensors for example. Then nodes run one at a time. */
  readonly checkLeaks?: boolean;
}

/** How long a node may go on after Ctrl-C before the run ends without it. */
const ABANDON_MS = 10_000;

/** Executes a plan. A node's failure is a result, not an exception. */
export async function executePlan(plan: Plan, options: RunOptions = {}): Promise<RunResult> {
  const { checkLeaks = false, signal = new AbortController().signal } = options;
  const jobs = checkLeaks ? 1 : (options.jobs ?? availableParallelism());
  const began = performance.now();
  const info = runInfo(plan);
  await sweep(plan.store.temporary);
  await clearForRun(plan);
  const record = await RunRecord.create(info.folder, plan);
  const events = new Events([record, ...(options.listeners ?? [])]);
  const { emit } = events;
  const notice = (level: 'info' | 'warning', message: string) => emit({ type: 'notice', level, message });
  for (const listener of await plan.graph.registry.listeners({ notice })) events.add(listener);

  const context = { plan, emit, signal, checkLeaks };
  const last = await LastIngredients.read(plan.store, info.experiment);
  const outcomes = new Map<string, NodeOutcome>();
  const values = new Values(plan, (node, inputs) => rebuildNode(entryOf(plan, node.id), inputs, context));
  emit({ type: 'run-started', run: info, nodes: [...plan.entries.values()].map(plannedNode) });
  for (const line of plan.notices) notice('warning', line);

  /** What skipped nodes let go: done before counts are taken. */
  const released: Promise<void>[] = [];
  const runEntry = async (id: string): Promise<boolean> => {
    const entry = entryOf(plan, id);
    if (entry.action === 'cached') {
      emit({ type: 'node-cached', node: id });
      for (const event of replay(id, entry.logged ?? [])) emit(event);
      outcomes.set(id, 'cached');
      return true;
    }
    const started = performance.now();
    emit({ type: 'node-started', node: id });
    try {
      await Promise.all(released);
      const inputs = await values.inputsOf(entry.node);
      const outputs = await untilAbandoned(runNode(entry, inputs, context), signal);
      await values.put(entry.node, outputs);
      outcomes.set(id, 'finished');
      await last.remember(id, entry.ingredients);
      emit({ type: 'node-finished', node: id, milliseconds: performance.now() - started });
    } catch (error) {
      const interrupted = signal.aborted;
      outcomes.set(id, interrupted ? 'not run' : 'failed');
      if (interrupted) emit({ type: 'node-skipped', node: id, because: 'interrupted' });
      else emit({ type: 'node-failed', node: id, error: failureOf(error, entry.node, plan.graph) });
    } finally {
      await values.release(entry.node);
    }
    return outcomes.get(id) === 'finished';
  };

  const skip = (node: string, because: string) => {
    outcomes.set(node, 'not run');
    emit({ type: 'node-skipped', node, because });
    const entry = entryOf(plan, node);
    if (entry.action !== 'cached') released.push(values.release(entry.node));
  };
  await schedule(dependenciesOf(plan), { jobs, signal, run: runEntry, skip });
  await values.clear();

  const status = signal.aborted
    ? 'killed'
    : [...outcomes.values()].some((outcome) => outcome === 'failed')
      ? 'failed'
      : 'finished';
  await record.writeHistory();
  const done = new Set(
    [...outcomes].filter(([, outcome]) => outcome === 'finished' || outcome === 'cached').map(([id]) => id),
  );
  for (const [node, path] of await record.copyModels(plan, done))
    emit({ type: 'artifact', node, name: `models/${node}`, path });
  for (const copy of await copyLeftFolders(plan, info.folder, done)) emit({ type: 'artifact', ...copy });
  await events.finish(status);
  const milliseconds = performance.now() - began;
  emit({ type: 'run-finished', status, milliseconds });
  await events.close();
  return { id: info.id, folder: info.folder, status, outcomes, milliseconds };
}

function runInfo({ graph, store }: Plan): RunInfo {
  const { name, file, seed, params } = graph.document;
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const id = `${time}-${name}-${randomBytes(2).toString('hex')}`;
  return { id, experiment: name, file, folder: store.run(id), seed, params };
}

const entryOf = (plan: Plan, id: string) => plan.entries.get(id) as PlanEntry;

const dependsOn = ({ node }: PlanEntry) => [...new Set(Object.values(node.inputs).map((input) => input.node))];

const dependenciesOf = (plan: Plan) => new Map([...plan.entries].map(([id, entry]) => [id, dependsOn(entry)]));

function plannedNode(entry: PlanEntry) {
  const { node, action, reason, fingerprint } = entry;
  return { id: node.id, type: node.type, action, reason, fingerprint, dependsOn: dependsOn(entry) };
}

/** The work, or a failure when it goes on for too long after the signal. */
async function untilAbandoned<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let give = () => {};
  const abandoned = new Promise<never>((_, reject) => {
    give = () => setTimeout(() => reject(signal.reason), ABANDON_MS).unref();
  });
  if (signal.aborted) give();
  signal.addEventListener('abort', give, { once: true });
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    signal.removeEventListener('abort', give);
  }
}
