import { constants, copyFile, link, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listFolder, makeFolder } from '@expgraph/data/files';
import type { Plan, PlanEntry } from '../plan/plan.js';
import { findDamage } from '../store/find-damage.js';
import { FOLDERS } from '../store/kept-folders.js';
import type { FileList } from '../store/manifest.js';
import { readManifest } from '../store/read-artifact.js';
import { type RunFiles, readRunFiles, writeRunFiles } from '../store/run-files.js';
import { artifactGone } from './messages.js';
import type { NodeOutcome } from './run-result.js';

/** A folder of a run for the user. */
export interface LeftFolder {
  readonly node: string;
  /** `models/train` or `kept/train/best-val_loss`. */
  readonly name: string;
  readonly path: string;
}

/** Number of earlier runs whose copies are considered. */
const EARLIER_RUNS = 50;

/**
 * Writes the final models of a run to `models`, and the folders of nodes to `kept`. Files of a cached node are hard links to an
 * undamaged copy in an earlier run, so that a run of cached nodes takes no space.
 */
export async function leaveFiles(
  plan: Plan,
  run: string,
  outcomes: ReadonlyMap<string, NodeOutcome>,
): Promise<readonly LeftFolder[]> {
  const earlier = new EarlierCopies(run);
  const left: LeftFolder[] = [];
  const record: RunFiles = {};
  for (const entry of plan.entries.values()) {
    const { id } = entry.node;
    const outcome = outcomes.get(id);
    if (outcome !== 'finished' && outcome !== 'cached') continue;
    for (const { place, name, from } of await placesOf(plan, entry)) {
      const files = await filesBelow(plan, entry, from);
      const source = outcome === 'cached' ? await earlier.find(entry.fingerprint, from) : undefined;
      const path = join(run, place);
      const bring = source
        ? () => linkFiles(source, path, files)
        : () => copyFiles(join(plan.store.artifact(entry.fingerprint), from), path, files);
      await bring().catch(async (error: unknown) => {
        // Remove an incomplete copy.
        await rm(path, { recursive: true, force: true }).catch(() => undefined);
        throw error;
      });
      record[place] = { fingerprint: entry.fingerprint, from, files };
      left.push({ node: id, name, path });
    }
  }
  await writeRunFiles(run, record);
  return left;
}

interface Place {
  readonly place: string;
  readonly name: string;
  /** The folder in the artifact. */
  readonly from: string;
}

async function placesOf(plan: Plan, { node, fingerprint }: PlanEntry): Promise<Place[]> {
  const [output] = Object.entries(node.registered.nodeClass.outputs).find(([, { kind }]) => kind === 'model') ?? [];
  const model = `models/${node.id}`;
  const places: Place[] =
    output === undefined || isContinued(plan, node.id)
      ? []
      : [{ place: model, name: model, from: `outputs/${output}` }];
  const folder = join(plan.store.artifact(fingerprint), 'kept', FOLDERS);
  for (const name of (await listFolder(folder)).sort())
    places.push({
      place: `kept/${node.id}/${name}`,
      name: `kept/${node.id}/${decodeURIComponent(name)}`,
      from: `kept/${FOLDERS}/${name}`,
    });
  return places;
}

/** Whether another node turns this node's output into a further model. */
const isContinued = ({ entries }: Plan, id: string) =>
  [...entries.values()].some(
    ({ node }) =>
      Object.values(node.registered.nodeClass.outputs).some(({ kind }) => kind === 'model') &&
      Object.values(node.inputs).some((input) => input.node === id),
  );

async function filesBelow(plan: Plan, { node, fingerprint }: PlanEntry, from: string): Promise<FileList> {
  const found = await readManifest(plan.store, fingerprint);
  if (found.state !== 'whole') throw artifactGone(node.id, plan.store.artifact(fingerprint));
  const inside = Object.entries(found.content.files).filter(([name]) => name.startsWith(`${from}/`));
  return Object.fromEntries(inside.map(([name, file]) => [name.slice(from.length + 1), file]));
}

async function copyFiles(source: string, target: string, files: FileList): Promise<void> {
  await makeFolder(target);
  for (const name of Object.keys(files)) {
    await makeFolder(dirname(join(target, name)));
    await copyFile(join(source, name), join(target, name), constants.COPYFILE_FICLONE);
  }
}

/** Links files, or copies them if the file system has no hard links. */
async function linkFiles(source: string, target: string, files: FileList): Promise<void> {
  await makeFolder(target);
  for (const name of Object.keys(files)) {
    await makeFolder(dirname(join(target, name)));
    await link(join(source, name), join(target, name)).catch(() => copyFile(join(source, name), join(target, name)));
  }
}

/** Copies of earlier runs, newest first. Never the artifact itself: editing a copy must not damage the store. */
class EarlierCopies {
  private runs?: Promise<{ run: string; files: RunFiles }[]>;

  constructor(private readonly run: string) {}

  /** Returns an undamaged copy of the same part of the same artifact. */
  async find(fingerprint: string, from: string): Promise<string | undefined> {
    this.runs ??= this.read();
    for (const { run, files } of await this.runs)
      for (const [place, copy] of Object.entries(files)) {
        if (copy.fingerprint !== fingerprint || copy.from !== from) continue;
        if ((await findDamage(join(run, place), copy.files)) === undefined) return join(run, place);
      }
    return undefined;
  }

  private async read() {
    const names = (await listFolder(dirname(this.run))).filter((name) => name !== basename(this.run));
    const newest = names.sort().reverse().slice(0, EARLIER_RUNS);
    return Promise.all(
      newest.map(async (name) => {
        const run = join(dirname(this.run), name);
        return { run, files: await readRunFiles(run).catch(() => ({})) };
      }),
    );
  }
}
