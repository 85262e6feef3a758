import { createHash } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A local plugin's code, bundled. */
export interface LocalBundle {
  /** Hash of the minified, tree-shaken code: comments, types, names and unused code do not change it. */
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
  const shared = {
    name: 'shared-packages',
    setup(builder: import('esbuild').PluginBuild) {
      builder.onResolve({ filter: /^(@expgraph|@tensorflow)\// }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        return { path: import.meta.resolve(path), external: true };
      });
    },
  };
  const bundle = async (minify: boolean) => {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      treeShaking: true,
      minify,
      // Class names appear in messages.
      keepNames: !minify,
      sourcemap: minify ? false : 'inline',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
      plugins: [shared],
    });
    return outputFiles[0].contents;
  };
  const [minified, readable] = await Promise.all([bundle(true), bundle(false)]);
  // Where expgraph is installed is no part of what the plugin does.
  const portable = Buffer.from(minified)
    .toString()
    .replace(/file:\/\/[^"']*\/(@?[\w-]+\/[\w-]+)\/dist\//g, '$1/');
  const codeIdentity = createHash('sha256').update(portable).digest('hex');
  const name = createHash('sha256').update(readable).digest('hex').slice(0, 24);
  return { codeIdentity, url: await writeOnce(outputFolder, `${name}.mjs`, readable) };
}

async function writeOnce(folder: string, name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  const present = await stat(path).catch(() => undefined);
  if (!present) {
    await mkdir(folder, { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    await writeFile(temporary, content);
    await rename(temporary, path);
  }
  return pathToFileURL(path).href;
}
