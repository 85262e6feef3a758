import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADDRESS } from './experiment.mjs';

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/expgraph.cjs', import.meta.url));

/** A separate store and cache in which processes run the experiment. */
export class Place {
  static async make(root, experiment, server) {
    return new Place(await mkdtemp(join(root, 'place-')), experiment, server);
  }

  constructor(folder, experiment, server) {
    Object.assign(this, { folder, experiment, server });
    this.store = join(folder, 'store');
    this.cache = join(folder, 'cache');
  }

  /** Starts a run. `ended` resolves to its exit code, or to the signal that ended it, and what it printed. */
  start() {
    const words = [PROGRAM, 'run', this.experiment.file, '--store', this.store];
    const env = {
      ...process.env,
      EXPGRAPH_CACHE: this.cache,
      EXPGRAPH_MIRROR: `${ADDRESS}=${this.server.address}`,
      CHAOS_LOG: join(this.folder, 'log'),
    };
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const ended = new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ end: signal ?? code, output })),
    );
    return { child, ended };
  }

  /** Returns how often each node ran, and the shared file was created. */
  async executions() {
    const lines = (await readFile(join(this.folder, 'log'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
    const counts = {};
    for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
    return counts;
  }

  /** Returns a digest of all outputs and folders of nodes, by fingerprint. */
  async bytes() {
    const artifacts = join(this.store, 'artifacts');
    const hash = createHash('sha256');
    for (const path of (await readdir(artifacts, { recursive: true })).sort()) {
      if (path.endsWith('manifest.json')) continue;
      const content = await readFile(join(artifacts, path)).catch(() => '');
      hash.update(`${path}\0${content.length}\0`).update(content);
    }
    return hash.digest('hex');
  }

  /** Returns files that should have been removed. */
  async leftovers() {
    const folders = [
      join(this.store, 'tmp'),
      join(this.store, 'locks'),
      join(this.store, 'work'),
      join(this.cache, 'sources', 'tmp'),
      join(this.cache, 'sources', 'parts'),
    ];
    const found = await Promise.all(
      folders.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name))),
    );
    return found.flat();
  }

  remove() {
    return rm(this.folder, { recursive: true, force: true });
  }
}
