import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface PackageIdentity {
  readonly version: string;
  readonly codeIdentity: string;
}

const known = new Map<string, string>();

/**
 * Returns the identity of an installed package's code: `name@version`. A package under development (a workspace, a link) keeps its
 * version while its code changes, so its built files are hashed, together with those of the expgraph packages it depends on.
 */
export function packageIdentity(folder: string): PackageIdentity {
  const { version } = readPackage(folder);
  return { version, codeIdentity: identityOf(realpathSync(folder)) };
}

export function readPackage(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

/** Returns the folder of an installed package, resolved from a file or folder; undefined if it is not installed. */
export function findPackage(name: string, from: string): string | undefined {
  for (const base of createRequire(join(from, 'x.js')).resolve.paths(name) ?? []) {
    const folder = join(base, name);
    try {
      readPackage(folder);
      return folder;
    } catch {
      // Not in this folder: try the next.
    }
  }
  return undefined;
}

function identityOf(folder: string): string {
  const found = known.get(folder);
  if (found) return found;
  const { name, version, dependencies = {} } = readPackage(folder);
  const identity = folder.split(sep).includes('node_modules')
    ? `${name}@${version}`
    : hashOf(folder, Object.keys(dependencies));
  known.set(folder, identity);
  return identity;
}

function hashOf(folder: string, dependencies: readonly string[]): string {
  const hash = createHash('sha256');
  const dist = join(folder, 'dist');
  for (const file of builtFiles(dist))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(dist, file)));
  for (const name of dependencies.filter((dependency) => dependency.startsWith('@expgraph/')).sort()) {
    const below = findPackage(name, folder);
    if (below) hash.update(identityOf(realpathSync(below)));
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Returns the JavaScript files built from the package's sources; vendored code is pinned by its version. */
function builtFiles(dist: string): string[] {
  try {
    const files = readdirSync(dist, { recursive: true }) as string[];
    return files.filter((file) => file.endsWith('.js') && !file.startsWith(`vendor${sep}`)).sort();
  } catch {
    return [];
  }
}

/** Returns the plugins among the dependencies of the nearest package.json at or above a folder. */
export function installedPlugins(folder: string): string[] {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { dependencies = {} } = readPackage(at);
      return Object.keys(dependencies).filter((name) => {
        const installed = findPackage(name, at);
        return installed !== undefined && readPackage(installed).keywords?.includes('expgraph-plugin') === true;
      });
    } catch {
      if (dirname(at) === at) return [];
    }
  }
}
