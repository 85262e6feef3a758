import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of the server. */
export const FILES = new Map(
  ['checked.bin', 'unchecked.bin', 'source.json'].map((name, file) => [
    name,
    Buffer.from(Uint8Array.from({ length: 400_000 + file }, (_, index) => (index * (file + 7)) % 251)),
  ]),
);

/** A URL that is never requested: EXPGRAPH_MIRROR maps it to a local server. */
export const ADDRESS = 'https://files.example/';

/** Nodes that fetch sources, write checkpoints, shared files and folders, and append each execution to CHAOS_LOG. */
const PLUGIN = `
import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  ArtifactStore, files, inject, metrics, node, NodeFolders, optional, plugin, Random, SharedFiles, Sources, Tracker, Type,
} from '@expgraph/sdk';

const log = (line) => process.env.CHAOS_LOG && appendFileSync(process.env.CHAOS_LOG, line + '\\n');

@node('chaos/fetch')
class Fetch {
  static inputs = {};
  static outputs = { value: metrics() };
  static config = Type.Object({ name: Type.String(), source: Type.Source() });
  constructor(@inject(Sources) private readonly sources: Sources, @inject(Tracker) private readonly tracker: Tracker) {}
  async run({ config, signal }) {
    const { path } = await this.sources.resolve(config.source, { signal });
    const bytes = await readFile(path);
    const digest = createHash('sha256').update(bytes).digest().readUInt32LE(0);
    this.tracker.logMetrics({ digest });
    log(config.name);
    return { value: { digest, size: bytes.length } };
  }
}

@node('chaos/count')
class Count {
  static inputs = { after: optional(metrics()) };
  static outputs = { value: metrics() };
  static config = Type.Object({ name: Type.String(), steps: Type.Integer() });
  constructor(
    @inject(ArtifactStore) private readonly kept: ArtifactStore,
    @inject(SharedFiles) private readonly shared: SharedFiles,
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Random) private readonly random: Random,
  ) {}
  async run({ config, signal }) {
    const path = await this.shared.make('table', async (to) => {
      log('table');
      await writeFile(to, 'x'.repeat(10_000));
    });
    const saved = await this.kept.read('count');
    let { count, sum } = saved ? JSON.parse(saved.toString()) : { count: 0, sum: (await readFile(path)).length };
    for (; count < config.steps; ) {
      signal.throwIfAborted();
      sum += this.random.stream('step', count).uniform();
      count += 1;
      await this.kept.write('count', Buffer.from(JSON.stringify({ count, sum })));
      if (count % 5 === 0) await this.folders.write('best', (folder) => writeFile(join(folder, 'sum.txt'), String(sum)));
    }
    await this.kept.remove('count');
    log(config.name);
    return { value: { count, sum } };
  }
}

export default plugin({ name: 'chaos', nodes: [Fetch, Count] });
`;

/** Writes the experiment and its plugin to a folder. Returns the path of the experiment and the ids of its nodes. */
export async function writeExperiment(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'chaos.ts'), PLUGIN);
  const sha256 = createHash('sha256').update(FILES.get('checked.bin')).digest('hex');
  const nodes = {
    checked: { type: 'chaos/fetch', config: { name: 'checked', source: `${ADDRESS}checked.bin#sha256=${sha256}` } },
    unchecked: { type: 'chaos/fetch', config: { name: 'unchecked', source: `${ADDRESS}unchecked.bin` } },
    again: { type: 'chaos/fetch', config: { name: 'again', source: `${ADDRESS}unchecked.bin` } },
    record: { type: 'chaos/fetch', config: { name: 'record', source: `${ADDRESS}source.json` } },
    first: { type: 'chaos/count', config: { name: 'first', steps: 20 } },
    second: { type: 'chaos/count', inputs: { after: 'checked' }, config: { name: 'second', steps: 20 } },
    last: { type: 'chaos/count', inputs: { after: 'second' }, config: { name: 'last', steps: 20 } },
  };
  const file = join(folder, 'chaos.yaml');
  await writeFile(file, JSON.stringify({ name: 'chaos', plugins: ['./chaos.ts'], nodes }));
  return { file, nodes: Object.keys(nodes) };
}
