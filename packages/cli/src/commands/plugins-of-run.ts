import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUILT_IN } from '../built-in.js';

/** Plugins to load for a model. */
export interface ModelPlugins {
  /** Folder that relative paths and packages resolve against. */
  readonly folder: string;
  readonly names: readonly string[];
}

/** Returns the plugins of the run that a folder belongs to, without the built-in ones; undefined for a folder outside runs. */
export async function pluginsOfRun(folder: string): Promise<ModelPlugins | undefined> {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const environment = await readEnvironment(join(at, 'environment.json'));
    if (typeof environment?.experimentFolder !== 'string') continue;
    const names = Object.keys(Object(environment.plugins) as object).filter((name) => !BUILT_IN.names.includes(name));
    return { folder: environment.experimentFolder, names };
  }
  return undefined;
}

async function readEnvironment(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return Object(JSON.parse(await readFile(path, 'utf8'))) as Record<string, unknown>;
  } catch {
    // Missing, or another program's file of this name.
    return undefined;
  }
}
