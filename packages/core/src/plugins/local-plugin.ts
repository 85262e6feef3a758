import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileSystemError } from '@expgraph/data/files';
import type { BuildOptions, OutputFile, Plugin } from 'esbuild';
import { writeDurably } from '../store/durable.js';

/** The bundle of a local plugin. */
export interface LocalBundle {
  /** Hash of the tree-shaken code: comments, types, formatting and unused code do not change it. */
  readonly codeIdentity: string;
  /** The file to import. */
  readonly url: string;
}

/**
 * Bundles a local `.ts` or `.js` file with its relative imports. Imports of expgraph and tfjs are bound to the running copies:
 * values of a second copy would not be recognized.
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
  // The identity must not depend on where packages are installed: there they are imported by name.
  const [bare, readable] = await Promise.all([
    // Names are not minified: esbuild's short names depend on the original ones, so that a rename could change the identity.
    bundle({ minifyWhitespace: true, treeShaking: true }),
    // With outdir, sources in the map are relative to the bundle.
    bundle({ keepNames: true, sourcemap: 'inline', outdir: outputFolder, plugins: [boundPackages(file)] }),
  ]);
  const codeIdentity = createHash('sha256').update(bare).digest('hex');
  const name = createHash('sha256').update(readable).digest('hex').slice(0, 24);
  return { codeIdentity, url: await writeOnce(outputFolder, `${name}.mjs`, readable) };
}

/** The bundle is in the store, so its imports are resolved from the plugin's folder, or to the running copies. */
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
          // Node reports the missing package when the bundle is imported.
          return { path, external: true };
        }
      });
    },
  };
}

/** Writes a file unless it has the same content already: other programs may have changed it. */
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
