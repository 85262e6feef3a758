/**
 * Bundles a package's entry points with the libraries that they load at start, so that a command starts in tens of milliseconds: Node takes
 * a third of a second to load inversify, TypeBox, ajv and yaml from their hundreds of files.
 *
 *     node ../../scripts/bundle.mjs [--with library,library] src/index.ts ...
 */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const words = process.argv.slice(2);
const inside = words[0] === '--with' ? words.splice(0, 2)[1].split(',') : [];
const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !inside.includes(name));

await build({
  entryPoints: words,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: external.flatMap((name) => [name, `${name}/*`]),
  // CommonJS libraries load Node's built-in modules with require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  sourcemap: true,
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
});
