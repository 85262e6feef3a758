import { execFile } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jsonText, type RunEvent, type RunListener } from '@expgraph/sdk';
import { renderYaml } from '../document/render-yaml.js';
import type { Plan } from '../plan/plan.js';
import { copyFolders } from '../store/kept-folders.js';

/** Writes a run's folder: the resolved experiment, the environment, the plan, the journal, the history of metrics. */
export class RunRecord implements RunListener {
  private readonly journal: number;
  private readonly history: Record<string, Record<string, [number | undefined, number | string][]>> = {};

  private constructor(readonly folder: string) {
    this.journal = openSync(join(folder, 'events.jsonl'), 'a');
  }

  static async create(folder: string, plan: Plan): Promise<RunRecord> {
    await mkdir(folder, { recursive: true });
    const { document } = plan.graph;
    const entries = [...plan.entries.values()];
    const table = entries.map(({ node, action, reason, fingerprint, ingredients }) => ({
      ...{ id: node.id, type: node.type, action, reason, fingerprint, ingredients },
    }));
    await Promise.all([
      writeFile(join(folder, 'experiment.yaml'), renderYaml(document.resolved)),
      writeFile(join(folder, 'plan.json'), JSON.stringify(table, null, 2)),
      writeFile(join(folder, 'environment.json'), JSON.stringify(await environment(plan), null, 2)),
    ]);
    return new RunRecord(folder);
  }

  handle(event: RunEvent): void {
    writeSync(this.journal, `${jsonText(event)}\n`);
    if (event.type !== 'metrics') return;
    this.history[event.node] ??= {};
    const ofNode = this.history[event.node];
    for (const [name, value] of Object.entries(event.metrics)) {
      ofNode[name] ??= [];
      ofNode[name].push([event.step, Number.isFinite(value) ? value : String(value)]);
    }
  }

  /** `metrics.json`: by node and metric, the list of [step, value]. */
  async writeHistory(): Promise<void> {
    await writeFile(join(this.folder, 'metrics.json'), JSON.stringify(this.history, null, 2));
  }

  async close(): Promise<void> {
    fdatasyncSync(this.journal);
    closeSync(this.journal);
  }

  /**
   * Copies the models that the run ends in: those that no other node made a further model of.
   * Returns the folder of each, by node.
   */
  async copyModels(plan: Plan, finished: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const further = new Set<string>();
    for (const { node } of plan.entries.values()) {
      const makesModel = Object.values(node.registered.nodeClass.outputs).some((port) => port.kind === 'model');
      if (makesModel) for (const { node: from } of Object.values(node.inputs)) further.add(from);
    }
    const copies = new Map<string, string>();
    for (const { node, fingerprint } of plan.entries.values()) {
      const outputs = Object.entries(node.registered.nodeClass.outputs);
      const [output] = outputs.find(([, port]) => port.kind === 'model') ?? [];
      if (output === undefined || further.has(node.id) || !finished.has(node.id)) continue;
      const target = join(this.folder, 'models', node.id);
      await cp(join(plan.store.artifact(fingerprint), 'outputs', output), target, { recursive: true });
      copies.set(node.id, target);
    }
    return copies;
  }
}

/** Copies what nodes have left for people to below `kept/<node>`. */
export async function copyLeftFolders(plan: Plan, folder: string, finished: ReadonlySet<string>) {
  const copies: { node: string; name: string; path: string }[] = [];
  for (const { node, fingerprint } of plan.entries.values()) {
    if (!finished.has(node.id)) continue;
    const left = await copyFolders(plan.store, fingerprint, join(folder, 'kept', node.id));
    for (const [name, path] of left) copies.push({ node: node.id, name: `kept/${node.id}/${name}`, path });
  }
  return copies;
}

async function environment(plan: Plan): Promise<Record<string, unknown>> {
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    system: `${os.type()} ${os.release()}`,
    processor: os.cpus()[0]?.model,
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    command: process.argv.slice(1).join(' '),
    plugins: Object.fromEntries(
      plan.graph.registry.plugins.map(({ name, version, codeIdentity }) => [name, version ?? codeIdentity]),
    ),
    git: await gitState(plan.graph.document.folder),
  };
}

async function gitState(folder: string): Promise<{ commit: string; changed: boolean } | undefined> {
  const git = (...words: string[]) => promisify(execFile)('git', ['-C', folder, ...words], { timeout: 5000 });
  try {
    const [commit, status] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
    return { commit: commit.stdout.trim(), changed: status.stdout.trim() !== '' };
  } catch {
    return undefined;
  }
}
