import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The addon of a tfjs-node that the user's project has installed; the one for GPUs goes first. */
export function projectAddon(): { origin: 'tfjs-node-gpu' | 'tfjs-node'; addon: string } | undefined {
  const require = createRequire(join(process.cwd(), 'x.js'));
  for (const origin of ['tfjs-node-gpu', 'tfjs-node'] as const) {
    try {
      const lib = join(dirname(require.resolve(`@tensorflow/${origin}/package.json`)), 'lib');
      // One folder a version of Node-API; the newest that was built.
      const [newest] = readdirSync(lib)
        .filter((name) => name.startsWith('napi-'))
        .sort()
        .reverse();
      if (newest) return { origin, addon: join(lib, newest, 'tfjs_binding.node') };
    } catch {
      // Not installed.
    }
  }
  return undefined;
}
