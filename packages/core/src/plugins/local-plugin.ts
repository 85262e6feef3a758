import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileSystemError } from '@expgraph/data/files';
import type { BuildOptions, OutputFile, Plugin } from 'esbuild';
import { writeDurably } from '../store/durable.js';

/** A local plugin's code, bundled. */
export interface LocalBundle {
  /** Hash of the tree-shaken code: comments, types, layout and unused code do not change it. */
  readonly codeIdentity: string;
  /** The file to import. */
  readonly url: string;
}

/**
 * Bundles a local `.ts` or `.js` file with what it imports by relative path. Imports of expgraph and tfjs are bound to the
 * copies that run already: a second copy of either would be another world.
 */
export async function bundleLocalPlugin(file: string, outputFolder: string): Promise<LocalBundle> {
  const { build } = await import('esbuild');
  const bundle = async (options: BuildOptions) => {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
      ...options,
    });
    return (outputFiles as OutputFile[])[0].contents;
  };
  // Where packages are installed is no part of what the plugin does: its identity knows them by name.
  const [bare, readable] = await Promise.all([
    // Names stay: esbuild's short ones depend on the letters of the long ones, so that a rename would count now and then.
    bundle({ minifyWhitespace: true, treeShaking: true }),
    bundle({ keepNames: true, sourcemap: 'inline', plugins: [boundPackages(file)] }),
  ]);
  const codeIdentity = createHash('sha256').update(bare).digest('hex');
  const name = createHash('sha256').update(readable).digest('hex').slice(0, 24);
  return { codeIdentity, url: await writeOnce(outputFolder, `${name}.mjs`, readable) };
}

/** The bundle lies in the store: what it imports is found from where the plugin lies, or is the copy that runs already. */
function boundPackages(file: string): Plugin {
  const { resolve } = createRequire(file);
  return {
    name: 'bound-packages',
    setup(builder) {
      builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || isBuiltin(path)) return undefined;
        if (/^(@expgraph|@tensorflow)\//.test(path)) return { path: import.meta.resolve(path), external: true };
        try {
          return { path: pathToFileURL(resolve(path)).href, external: true };
        } catch {
          // Node says it better when it is imported.
          return { path, external: true };
        }
      });
    },
  };
}

/** Nobody vouches for what lies there already: it is compared. */
async function writeOnce(folder: string, name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  const present = await readFile(path).catch(() => undefined);
  if (!present?.equals(content)) {
    await writeDurably(path, content).catch((error: unknown) => {
      throw fileSystemError(error) ?? error;
    });
  }
  return pathToFileURL(path).href;
}
