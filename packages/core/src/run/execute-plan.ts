import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileSystemError, makeFolder, release, tryLock } from '@expgraph/data/files';
import { ExpgraphError, type RunInfo, type RunListener, type RunStatus } from '@expgraph/sdk';
import { rememberFingerprintInputs } from '../plan/last-fingerprint-inputs.js';
import type { Plan, PlanEntry } from '../plan/plan.js';
import { exists } from '../store/durable.js';
import type { Logged } from '../store/manifest.js';
import { sweep, withTemporaryFolder } from '../store/temporary-folder.js';
import { checkLoaded, dataNodes, takesTime } from './check-loaded.js';
import { Events } from './events.js';
import { failureOf, failureOfProblem } from './failure.js';
import { leaveFiles } from './leave-files.js';
import { type NodeContext, rebuildNode } from './run-node.js';
import { runOnce } from './run-once.js';
import { RunRecord } from './run-record.js';
import type { NodeOutcome, RunResult } from './run-result.js';
import { schedule } from './schedule.js';
import { replay } from './services/node-tracker.js';
import { Values } from './values.js';

export interface RunOptions {
  /** Maximum number of nodes that run at the same time; default: the number of cores. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly RunListener[];
  /** Fail nodes that leak, for example tensors that their outputs do not hold. Nodes then run one at a time. */
  readonly checkLeaks?: boolean;
}

/** Time after Ctrl-C until the run ends without waiting for running nodes. */
const ABANDON_MS = 10_000;

/** Executes a plan. The failure of a node is a result, not an exception. */
export async function executePlan(plan: Plan, options: RunOptions = {}): Promise<RunResult> {
  const began = performance.now();
  await sweepStore(plan);
  return withTemporaryFolder(plan.store.temporary, async (scratch) => {
    const info = await newRun(plan);
    const record = await RunRecord.create(info.folder, plan).catch(async (error: unknown) => {
      await rm(info.folder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    });
    const events = new Events(record, options.listeners ?? []);
    const notice = (level: 'info' | 'warning', message: string) => events.emit({ type: 'notice', level, message });
    for (const listener of await plan.graph.registry.listeners({ notice })) events.add(listener);
    const run = new PlanRun(plan, options, events, scratch);
    events.emit({ type: 'run-started', run: info, nodes: [...plan.entries.values()].map(plannedNode) });
    for (const line of plan.notices) notice('warning', line);
    await run.runNodes();
    const left = await leave(plan, record, run, events);
    await events.finish(left);
    const status = left === 'finished' && events.lostFiles ? 'failed' : left;
    const milliseconds = performance.now() - began;
    events.emit({ type: 'run-finished', status, milliseconds });
    await events.close();
    return { id: info.id, folder: info.folder, status, outcomes: run.outcomes, milliseconds };
  });
}

/** Removes leftovers of killed runs. */
async function sweepStore({ store, entries }: Plan): Promise<void> {
  await sweep(store.temporary);
  await sweep(store.locks);
  for (const { action, fingerprint } of entries.values()) {
    if (action !== 'cached' || !(await exists(store.work(fingerprint)))) continue;
    // A forced run of the node may use the folder.
    const lock = await tryLock(store.lock(fingerprint));
    if (!lock) continue;
    await rm(store.work(fingerprint), { recursive: true, force: true });
    await release(store.lock(fingerprint), lock);
  }
}

/** One execution of a plan's nodes. */
class PlanRun {
  readonly outcomes = new Map<string, NodeOutcome>();
  readonly signal: AbortSignal;
  private readonly context: NodeContext;
  private readonly values: Values;
  private readonly jobs: number;
  /** Releases of skipped nodes: awaited before resources are counted. */
  private readonly released: Promise<void>[] = [];
  /** The check of the loaded data, started once. */
  private foreseen?: Promise<void>;
  /** The node that will fail, by each node that is skipped because of it. */
  private readonly held = new Map<string, string>();

  constructor(
    private readonly plan: Plan,
    { checkLeaks = false, jobs = availableParallelism(), signal = new AbortController().signal }: RunOptions,
    private readonly events: Events,
    scratch: string,
  ) {
    this.signal = signal;
    this.jobs = checkLeaks ? 1 : jobs;
    const context = { plan, emit: events.emit, signal, checkLeaks, scratch };
    this.context = context;
    this.values = new Values(plan, (node, inputs) => rebuildNode(entryOf(plan, node.id), inputs, context));
  }

  async runNodes(): Promise<void> {
    const run = (id: string) => this.runEntry(entryOf(this.plan, id));
    const skip = (id: string, because: string) => this.skip(entryOf(this.plan, id), because);
    await schedule(dependenciesOf(this.plan), { jobs: this.jobs, signal: this.signal, run, skip, after: this.after() });
    await this.values.clear();
  }

  get status(): RunStatus {
    if (this.signal.aborted) return 'killed';
    return [...this.outcomes.values()].includes('failed') ? 'failed' : 'finished';
  }

  /** Runs a node or takes its outputs from the store. Returns whether it succeeded. */
  private async runEntry(entry: PlanEntry): Promise<boolean> {
    const { id } = entry.node;
    if (entry.action === 'cached') {
      if (this.plan.isLastDamaged) await this.remember(entry);
      return this.take(id, entry.logged ?? []);
    }
    const { emit } = this.events;
    if (takesTime(entry.node) && (await this.isHeld(entry))) return false;
    const started = performance.now();
    try {
      await Promise.all(this.released);
      const inputs = () => this.values.inputsOf(entry.node);
      const once = await untilAbandoned(runOnce(entry, this.context, inputs), this.signal);
      if ('outputs' in once) await this.values.put(entry.node, once.outputs);
      await this.remember(entry);
      if ('logged' in once) return this.take(id, once.logged);
      this.outcomes.set(id, 'finished');
      emit({ type: 'node-finished', node: id, milliseconds: performance.now() - started });
      return true;
    } catch (error) {
      this.fail(entry, error);
      return false;
    } finally {
      await this.values.release(entry.node);
    }
  }

  private remember({ node, fingerprintInputs }: PlanEntry): Promise<void> {
    return rememberFingerprintInputs(this.plan.store, this.plan.graph.document.name, node.id, fingerprintInputs);
  }

  /** Records a node whose outputs are in the store, and replays its events. */
  private take(node: string, logged: readonly Logged[]): true {
    this.events.emit({ type: 'node-cached', node });
    for (const event of replay(node, logged)) this.events.emit(event);
    this.outcomes.set(node, 'cached');
    return true;
  }

  private fail({ node }: PlanEntry, error: unknown): void {
    const interrupted = this.signal.aborted;
    this.outcomes.set(node.id, interrupted ? 'not run' : 'failed');
    if (interrupted) this.events.emit({ type: 'node-skipped', node: node.id, because: 'interrupted' });
    else this.events.emit({ type: 'node-failed', node: node.id, error: failureOf(error, node, this.plan.graph) });
  }

  /** Slow nodes start after the data is loaded. */
  private after(): ReadonlyMap<string, readonly string[]> {
    const data = dataNodes(this.plan);
    const slow = [...this.plan.entries.values()].filter(({ node, action }) => action !== 'cached' && takesTime(node));
    return new Map(slow.map(({ node }) => [node.id, data]));
  }

  /** Whether to skip a node because it, or a node that needs it, would fail. */
  private async isHeld(entry: PlanEntry): Promise<boolean> {
    this.foreseen ??= this.foresee();
    await this.foreseen;
    const because = this.held.get(entry.node.id);
    const isFailed = this.outcomes.get(entry.node.id) === 'failed';
    if (isFailed || because !== undefined) this.skip(entry, because ?? entry.node.id);
    return isFailed || because !== undefined;
  }

  /** Finds the nodes that will fail on the loaded data, and records their failure. */
  private async foresee(): Promise<void> {
    const isDone = (id: string) => ['finished', 'cached'].includes(this.outcomes.get(id) ?? '');
    const problems = await checkLoaded(
      this.plan,
      ({ node, action }) => action !== 'cached' && !this.outcomes.has(node.id),
      async (reference) =>
        // A value that cannot be read fails in the node that needs it.
        isDone(reference.node) ? this.values.needed(reference).catch(() => undefined) : undefined,
    );
    for (const [node, problem] of problems) {
      this.outcomes.set(node, 'failed');
      this.events.emit({ type: 'node-failed', node, error: failureOfProblem(problem, this.plan.graph) });
      for (const ancestor of ancestorsOf(this.plan, node)) this.held.set(ancestor, node);
    }
  }

  private skip(entry: PlanEntry, reason: string): void {
    const { id } = entry.node;
    // Report the node that will fail, not one that is skipped because of it.
    const because = this.outcomes.get(reason) === 'failed' ? reason : (this.held.get(reason) ?? reason);
    if (this.outcomes.get(id) !== 'failed') {
      this.outcomes.set(id, 'not run');
      this.events.emit({ type: 'node-skipped', node: id, because });
    }
    if (entry.action !== 'cached') this.released.push(this.values.release(entry.node));
  }
}

/** Writes the run's files for the user. If that fails, the run has failed, but the outputs of its nodes remain in the store. */
async function leave(plan: Plan, record: RunRecord, run: PlanRun, events: Events): Promise<RunStatus> {
  try {
    await record.writeHistory();
    for (const left of await leaveFiles(plan, record.folder, run.outcomes)) events.emit({ type: 'artifact', ...left });
    return run.status;
  } catch (error) {
    const refused = ExpgraphError.is(error) ? error : fileSystemError(error);
    if (!refused) throw error;
    events.emit({ type: 'notice', level: 'warning', message: [refused.message, ...refused.notes].join('\n  ') });
    return run.status === 'killed' ? 'killed' : 'failed';
  }
}

/** Creates the folder of a run. Another process may choose the same name in the same second. */
async function newRun({ graph, store }: Plan): Promise<RunInfo> {
  const { name, file, seed, params } = graph.document;
  for (;;) {
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
    const id = `${time}-${name}-${randomBytes(2).toString('hex')}`;
    const folder = store.run(id);
    await makeFolder(dirname(folder));
    const made = await mkdir(folder).catch((error: NodeJS.ErrnoException) => error);
    if (made === undefined) return { id, experiment: name, file, folder, seed, params };
    if (made.code !== 'EEXIST') throw made;
  }
}

const entryOf = (plan: Plan, id: string) => plan.entries.get(id) as PlanEntry;

const dependsOn = ({ node }: PlanEntry) => [...new Set(Object.values(node.inputs).map((input) => input.node))];

const dependenciesOf = (plan: Plan) => new Map([...plan.entries].map(([id, entry]) => [id, dependsOn(entry)]));

/** Returns the nodes that a node depends on, directly or indirectly. */
function ancestorsOf(plan: Plan, id: string): Set<string> {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const before of dependsOn(entryOf(plan, next))) {
      if (!found.has(before)) open.push(before);
      found.add(before);
    }
  }
  return found;
}

function plannedNode(entry: PlanEntry) {
  const { node, action, reason, fingerprint } = entry;
  return { id: node.id, type: node.type, action, reason, fingerprint, dependsOn: dependsOn(entry) };
}

/** Awaits the work, but rejects some time after the signal is aborted. */
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
