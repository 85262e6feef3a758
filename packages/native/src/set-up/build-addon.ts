import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADDON } from './native-folder.js';
import { buildOwnAddons, includesOf, librariesOf, linkFlags } from './own-addons.js';
import { runCompiler } from './run-compiler.js';
import type { SetUpProgress } from './set-up-progress.js';

const SOURCES = fileURLToPath(new URL('../../dist/vendor/tfjs-node/binding/', import.meta.url));

/** Compiles the addon of tfjs-node, and ours, in a folder with TensorFlow's libraries and headers. With Node-API, they work in every Node. */
export async function buildAddon(
  compiler: string,
  folder: string,
  progress: SetUpProgress,
  signal?: AbortSignal,
): Promise<void> {
  progress.step('building the addons');
  await Promise.all([
    buildTfjsAddon(compiler, folder, signal),
    buildOwnAddons({ compiler, flags: [], libraries: folder, signal }, folder),
  ]);
}

async function buildTfjsAddon(compiler: string, folder: string, signal?: AbortSignal): Promise<void> {
  const flags = ['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-w'];
  const includes = [...(await includesOf(folder)), `-I${SOURCES}`];
  const objects = await Promise.all(
    ['tfjs_backend', 'tfjs_binding'].map(async (name) => {
      const object = join(folder, `${name}.o`);
      await runCompiler(compiler, [...flags, ...includes, '-c', join(SOURCES, `${name}.cc`), '-o', object], signal);
      return object;
    }),
  );
  const words = [...linkFlags(), ...objects, ...(await librariesOf(folder)), '-o', join(folder, ADDON)];
  await runCompiler(compiler, words, signal);
  await Promise.all(objects.map((object) => rm(object)));
}
