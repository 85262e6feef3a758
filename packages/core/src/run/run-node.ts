import { join } from 'node:path';
import { makeFolder } from '@expgraph/data/files';
import type { PortKind, RunEventPayload } from '@expgraph/sdk';
import type { GraphNode } from '../graph/graph.js';
import type { Plan, PlanEntry } from '../plan/plan.js';
import { KeptFiles } from '../store/kept-files.js';
import { KeptFolders } from '../store/kept-folders.js';
import { FORMAT, type Logged, type Manifest } from '../store/manifest.js';
import { writeArtifact } from '../store/write-artifact.js';
import { checkOwnOutputs } from './check-own-outputs.js';
import { LeakCheck } from './leak-check.js';
import { outputMissing, outputUnknown } from './messages.js';
import { nodeContainer } from './services/node-services.js';

type Outputs = Readonly<Record<string, unknown>>;
interface Runnable {
  run(run: {
    inputs: Outputs;
    config: unknown;
    fingerprints: Readonly<Record<string, string>>;
    signal: AbortSignal;
  }): Outputs | Promise<Outputs>;
}

export interface NodeContext {
  readonly plan: Plan;
  readonly emit: (event: RunEventPayload) => void;
  readonly signal: AbortSignal;
  /** Whether a node fails if it leaks. */
  readonly checkLeaks?: boolean;
  /** A folder used only by this run. */
  readonly scratch: string;
}

/** Runs a node and writes its outputs to the store. */
export async function runNode(entry: PlanEntry, inputs: Outputs, context: NodeContext): Promise<Outputs> {
  const { plan, checkLeaks } = context;
  const began = performance.now();
  const kept = new KeptFiles(plan.store.work(entry.fingerprint));
  const folders = new KeptFolders(plan.store.work(entry.fingerprint));
  const leaks = checkLeaks ? new LeakCheck(entry.node, plan.graph.registry.resources, inputs) : undefined;
  const { outputs, logged } = await invoke(entry, inputs, { kept, folders }, context);
  checkOwnOutputs(entry.node, plan.graph.registry.resources, inputs, outputs);
  // Check before storing: the outputs of a node that leaks must not be cached.
  leaks?.end(outputs);
  const about = {
    format: FORMAT,
    fingerprint: entry.fingerprint,
    node: { id: entry.node.id, type: entry.node.type },
    fingerprintInputs: { ...entry.fingerprintInputs },
    logged,
    milliseconds: performance.now() - began,
    created: new Date().toISOString(),
  } as const;
  await writeArtifact(plan.store, about, async (folder) => {
    const stored = await storeOutputs(entry.node, outputs, folder, plan);
    await kept.moveInto(folder);
    return stored;
  });
  await kept.finish(plan.store.artifact(entry.fingerprint));
  return outputs;
}

/**
 * Runs a cached node again for its outputs that are not stored. Emits no events. The node can read its entries in the artifact store,
 * and writes to a folder of this run, since other runs may rebuild it at the same time.
 */
export async function rebuildNode(entry: PlanEntry, inputs: Outputs, context: NodeContext): Promise<Outputs> {
  const work = join(context.scratch, entry.fingerprint);
  const kept = new KeptFiles(work, join(context.plan.store.artifact(entry.fingerprint), 'kept'));
  const folders = new KeptFolders(work);
  const { outputs } = await invoke(entry, inputs, { kept, folders }, { ...context, emit: () => undefined });
  return outputs;
}

async function invoke(
  { node }: PlanEntry,
  inputs: Outputs,
  places: { kept: KeptFiles; folders: KeptFolders },
  { plan, emit, signal }: NodeContext,
): Promise<{ outputs: Outputs; logged: Logged[] }> {
  if (usesModels(node)) await plan.graph.registry.loadLayers();
  const { container, tracker } = nodeContainer(node, plan, places, { emit, signal });
  const instance = container.get(node.registered.nodeClass) as Runnable;
  const fingerprints = Object.fromEntries(
    Object.entries(node.inputs).map(([name, from]) => [
      name,
      `${plan.entries.get(from.node)?.fingerprint}/${from.output}`,
    ]),
  );
  const outputs = await instance.run({ inputs, config: node.config, fingerprints, signal });
  checkOutputs(node, outputs);
  return { outputs, logged: tracker.logged };
}

function usesModels({ registered: { nodeClass } }: GraphNode): boolean {
  return [nodeClass.inputs, nodeClass.outputs].some((ports) =>
    Object.values(ports).some(({ kind }) => kind === 'model'),
  );
}

function checkOutputs(node: GraphNode, outputs: Outputs): void {
  const declared = node.registered.nodeClass.outputs;
  const found = Object.keys(outputs ?? {});
  for (const [name, port] of Object.entries(declared)) {
    if (!port.optional && outputs?.[name] === undefined) throw outputMissing(node.id, node.type, name, found);
  }
  const unknown = found.find((name) => !declared[name]);
  if (unknown !== undefined) throw outputUnknown(node.id, node.type, unknown, Object.keys(declared));
}

async function storeOutputs(
  node: GraphNode,
  outputs: Outputs,
  folder: string,
  plan: Plan,
): Promise<Manifest['outputs']> {
  const stored: Record<string, { kind: string; stored: boolean }> = {};
  for (const [name, port] of Object.entries(node.registered.nodeClass.outputs)) {
    if (outputs[name] === undefined) continue;
    const codec = await plan.graph.registry.codec(port.kind as PortKind);
    stored[name] = { kind: port.kind, stored: codec !== undefined };
    if (!codec) continue;
    const target = join(folder, 'outputs', name);
    await makeFolder(target);
    await codec.encode(outputs[name], target);
  }
  return stored;
}
