import { execFile } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { naming } from '@expgraph/data/files';
import { jsonText } from '@expgraph/data/formats';
import type { RunEvent, RunListener } from '@expgraph/sdk';
import { renderYaml } from '../document/render-yaml.js';
import type { Plan } from '../plan/plan.js';

/** Writes a run's folder: the resolved experiment, the environment, the plan, the journal and the metrics. */
export class RunRecord implements RunListener {
  private readonly journal: number;
  private closed = false;
  private readonly history: Record<string, Record<string, [number | undefined, number | string][]>> = {};

  private constructor(readonly folder: string) {
    this.journal = openSync(join(folder, 'events.jsonl'), 'a');
  }

  /** Writes to an existing empty folder. */
  static async create(folder: string, plan: Plan): Promise<RunRecord> {
    const { document } = plan.graph;
    const entries = [...plan.entries.values()];
    const table = entries.map(({ node, action, reason, fingerprint, fingerprintInputs }) => ({
      id: node.id,
      type: node.type,
      action,
      reason,
      fingerprint,
      fingerprintInputs,
    }));
    await Promise.all([
      write(folder, 'experiment.yaml', renderYaml(document.resolved)),
      write(folder, 'plan.json', JSON.stringify(table, null, 2)),
      write(folder, 'environment.json', JSON.stringify(await environment(plan), null, 2)),
    ]);
    return new RunRecord(folder);
  }

  /** Writes an event; a late one, after the record is closed, is dropped. */
  handle(event: RunEvent): void {
    if (this.closed) return;
    try {
      writeSync(this.journal, `${jsonText(event)}\n`);
    } catch (error) {
      throw Object.assign(error as Error, { path: join(this.folder, 'events.jsonl') });
    }
    if (event.type !== 'metrics') return;
    this.history[event.node] ??= {};
    const ofNode = this.history[event.node];
    for (const [name, value] of Object.entries(event.metrics)) {
      ofNode[name] ??= [];
      ofNode[name].push([event.step, Number.isFinite(value) ? value : String(value)]);
    }
  }

  /** Writes `metrics.json`: lists of [step, value] by node and metric. */
  async writeHistory(): Promise<void> {
    await write(this.folder, 'metrics.json', JSON.stringify(this.history, null, 2));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    try {
      fdatasyncSync(this.journal);
    } finally {
      closeSync(this.journal);
    }
  }
}

function write(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  return naming(path, () => writeFile(path, text));
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
    experimentFolder: plan.graph.document.folder,
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
