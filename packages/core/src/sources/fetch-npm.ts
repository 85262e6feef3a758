import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSystemError } from '@expgraph/data/files';
import { npmFailed } from './messages.js';
import type { ResolveOptions } from './resolve-options.js';
import type { PackageSource } from './source.js';
import { addToCache } from './source-cache.js';
import { SourceError } from './source-error.js';
import { unpack } from './unpack.js';

/**
 * Fetches a package with npm's own client and the user's npm configuration, and unpacks it. The registry's integrity digest is
 * checked; no script of the package is run.
 */
export async function fetchNpm(source: PackageSource, { progress, signal, notice }: ResolveOptions): Promise<void> {
  const spec = `${source.name}@${source.version}`;
  const { default: pacote } = await import('pacote');
  progress?.start(`downloading ${spec}`);
  try {
    const options = await npmOptions();
    await addToCache(source, async (folder) => {
      const archive = join(folder, `${source.name.replace('/', '-')}-${source.version}.tgz`);
      const { integrity } = await pacote.tarball.file(spec, archive, options);
      await unpack(archive, join(folder, 'content'), { signal, notice, strip: 1 });
      await rm(archive);
      return { source: `npm:${spec}`, integrity: String(integrity), fetched: new Date().toISOString() };
    });
  } catch (error) {
    if (error instanceof SourceError || signal?.aborted) throw error;
    throw fileSystemError(error) ?? npmFailed(spec, error);
  } finally {
    progress?.end();
  }
}

/** Reads registry, credentials, proxy and other settings from the files and variables that npm reads. */
async function npmOptions(): Promise<Record<string, unknown>> {
  const [{ default: Config }, { default: definitions }] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ]);
  const config = new Config({ ...definitions, npmPath: process.cwd(), argv: [process.execPath, 'npm'], warn: false });
  await config.load();
  return config.flat;
}
