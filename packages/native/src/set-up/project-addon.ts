import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Returns the addon of a tfjs-node that is installed in the user's project, preferably the one for GPUs. */
export function projectAddon(): { origin: 'tfjs-node-gpu' | 'tfjs-node'; addon: string } | undefined {
  const require = createRequire(join(process.cwd(), 'x.js'));
  for (const origin of ['tfjs-node-gpu', 'tfjs-node'] as const) {
    try {
      const lib = join(dirname(require.resolve(`@tensorflow/${origin}/package.json`)), 'lib');
      // One folder for each version of Node-API. The newest comes first.
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
