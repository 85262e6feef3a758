import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileSystemError } from '@expgraph/data/files';
import { ExpgraphError, isPlugin } from '@expgraph/sdk';
import { notAPlugin, pluginBroken, pluginFileMissing, pluginMissing } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Span } from '../diagnostics/span.js';
import { describePluginError } from './describe-plugin-error.js';
import { bundleLocalPlugin } from './local-plugin.js';
import { findPackage, packageIdentity } from './package-identity.js';
import type { LoadedPlugin } from './registry.js';

export interface PluginRequest {
  readonly name: string;
  /** Folders to search for packages, nearest first; relative paths resolve against the first. */
  readonly folders: readonly string[];
  /** Position of the name in the YAML. */
  readonly span?: Span;
}

/** Loads a plugin: a local file if the name is a path, otherwise an installed package. Returns a problem if that fails. */
export async function loadPlugin(request: PluginRequest, bundleFolder: string): Promise<LoadedPlugin | Problem> {
  const { name, span } = request;
  try {
    return isPath(name) ? await loadFile(request, bundleFolder) : await loadPackage(request);
  } catch (error) {
    // The bundle could not be written, or no file can be opened: that is not an error of the plugin.
    const refused = ExpgraphError.is(error) ? error : fileSystemError(error);
    if (refused?.kind === 'system' && (refused === error || refused.code === 'EXPGRAPH_FILE_TOO_MANY_OPEN'))
      throw refused;
    const { reason, details } = describePluginError(error);
    return pluginBroken(span, name, reason, details);
  }
}

const isPath = (name: string) => name.startsWith('.') || isAbsolute(name);

async function loadFile({ name, folders, span }: PluginRequest, bundleFolder: string): Promise<LoadedPlugin | Problem> {
  const path = resolve(folders[0], name);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return pluginFileMissing(span, name, path);
  const { url, codeIdentity } = await bundleLocalPlugin(path, bundleFolder);
  return toLoaded(await import(url), { name, codeIdentity, file: path }, span);
}

async function loadPackage({ name, folders, span }: PluginRequest): Promise<LoadedPlugin | Problem> {
  const folder = folders.map((from) => findPackage(name, from)).find((found) => found !== undefined);
  if (!folder) return pluginMissing(span, name, folders[0]);
  const entry = createRequire(join(folder, 'package.json')).resolve(name);
  return toLoaded(await import(pathToFileURL(entry).href), { name, ...packageIdentity(folder) }, span);
}

function toLoaded(
  module: { default?: unknown },
  about: Omit<LoadedPlugin, 'plugin'>,
  span?: Span,
): LoadedPlugin | Problem {
  return isPlugin(module.default) ? { ...about, plugin: module.default } : notAPlugin(span, about.name);
}

/** Returns the folder of a module, from its `import.meta.url`. */
export const folderOf = (url: string) => dirname(fileURLToPath(url));
