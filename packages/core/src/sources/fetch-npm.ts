import { join } from 'node:path';
import { fileSystemError } from '@expgraph/data/files';
import { npmFailed } from './messages.js';
import type { SourceProgress } from './resolve-options.js';
import type { PackageSource } from './source.js';
import { addToCache } from './source-cache.js';

/**
 * Fetches a package with npm's own client, as the user's npm is configured, and unpacks it. The registry's integrity
 * digest is checked; no script of the package is run.
 */
export async function fetchNpm(source: PackageSource, progress?: SourceProgress): Promise<void> {
  const spec = `${source.name}@${source.version}`;
  const { default: pacote } = await import('pacote');
  progress?.start(`downloading ${spec}`);
  try {
    const options = await npmOptions();
    await addToCache(source, async (folder) => {
      const { integrity } = await pacote.extract(spec, join(folder, 'content'), { ...options, ignoreScripts: true });
      return { source: `npm:${spec}`, integrity: String(integrity), fetched: new Date().toISOString() };
    });
  } catch (error) {
    throw fileSystemError(error) ?? npmFailed(spec, error);
  } finally {
    progress?.end();
  }
}

/** Registry, credentials, proxy and the rest, from the files and variables that npm itself reads. */
async function npmOptions(): Promise<Record<string, unknown>> {
  const [{ default: Config }, { default: definitions }] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ]);
  const config = new Config({ ...definitions, npmPath: process.cwd(), argv: [process.execPath, 'npm'], warn: false });
  await config.load();
  return config.flat;
}
