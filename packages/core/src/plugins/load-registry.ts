import { join, resolve } from 'node:path';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Document } from '../document/document.js';
import { createRegistry } from './create-registry.js';
import { folderOf, loadPlugin, type PluginRequest } from './load-plugin.js';
import { installedPlugins } from './package-identity.js';
import type { LoadedPlugin, Registry } from './registry.js';

/** Plugins of a program: packages that resolve from its module `from`. */
export interface BuiltInPlugins {
  readonly names: readonly string[];
  /** The program's `import.meta.url`. */
  readonly from: string;
}

export interface LoadOptions {
  readonly builtIn?: BuiltInPlugins;
  /** Folder of the store; bundles of local plugins are written there. */
  readonly store?: string;
}

/**
 * Loads the plugins of an experiment: those in its `plugins`, those that its project has installed (packages with the keyword
 * `expgraph-plugin`), and the built-in ones. Without a document, the project is that of the working directory.
 * @throws InvalidExperiment if a plugin cannot be loaded or is invalid, or if two provide the same node type.
 */
export async function loadRegistry(document: Document | undefined, options: LoadOptions = {}): Promise<Registry> {
  const { builtIn, store = '.expgraph' } = options;
  const project = document?.folder ?? process.cwd();
  const folders = [project, ...(builtIn ? [folderOf(builtIn.from)] : []), folderOf(import.meta.url)];
  const requests = new Map<string, PluginRequest>();
  for (const [index, name] of (document?.plugins ?? []).entries()) {
    requests.set(name, { name, folders, span: document?.locate(['plugins', index]) });
  }
  const implied = [...(builtIn?.names.map((name) => ({ name, folders: folders.slice(1) })) ?? [])];
  implied.push(...installedPlugins(project).map((name) => ({ name, folders })));
  for (const request of implied) if (!requests.has(request.name)) requests.set(request.name, request);

  const bundles = join(resolve(store), 'plugins');
  const loaded = await Promise.all([...requests.values()].map((request) => loadPlugin(request, bundles)));
  const problems = loaded.filter((result): result is Problem => 'code' in result);
  const plugins = loaded.filter((result): result is LoadedPlugin => !('code' in result));
  const registry = createRegistry(plugins, (name) => requests.get(name)?.span);
  problems.push(...registry.problems);
  if (problems.length > 0) throw new InvalidExperiment(problems, document?.text ?? '');
  return registry;
}
