/** Damages and reads files one after the other on request, and reports the result of each. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mutate } from './mutate.mjs';
import { numbersOf } from './random.mjs';
import { readFileAs } from './read-file.mjs';
import { seeds } from './seeds.mjs';

/** Formats that are rejected even if they are valid. */
const SOUND_REFUSED = ['tiff', 'published.list', 'list.txt', 'list.tsv'];

const all = await seeds();
const contents = all.map(({ content }) => content);
const folder = await mkdtemp(join(tmpdir(), 'expgraph-fuzz-'));
// The native backend is in the user's cache; unpacked files go to a temporary folder.
await readSound();
process.env.EXPGRAPH_CACHE = join(folder, 'cache');

process.on('message', async ({ seed, index }) => {
  const cpu = process.cpuUsage();
  const found = await readDamaged(seed, index);
  const { user, system } = process.cpuUsage(cpu);
  process.send({ index, ...found, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 });
});
process.on('disconnect', async () => {
  await rm(folder, { recursive: true, force: true });
  process.exit();
});
process.send({ ready: all.map(({ format }) => format) });

/** Checks that all files are readable before they are damaged. */
async function readSound() {
  for (const seed of all) {
    const place = await written(seed, seed.wrap(seed.content));
    try {
      await readFileAs(seed.read, place);
    } catch (error) {
      if (!SOUND_REFUSED.includes(seed.format)) throw new Error(`the sound file of ${seed.format}`, { cause: error });
    }
  }
}

async function readDamaged(seed, index) {
  const chosen = all[index % all.length];
  const content = mutate(chosen.content, numbersOf(seed, index), contents);
  const place = await written(chosen, chosen.wrap(content));
  try {
    await readFileAs(chosen.read, place);
    return { format: chosen.format, outcome: 'read' };
  } catch (error) {
    if (/^EXPGRAPH_/.test(error?.code ?? '')) return { format: chosen.format, outcome: 'refused', code: error.code };
    return { format: chosen.format, outcome: 'error', detail: error?.stack ?? String(error) };
  } finally {
    if (chosen.cleared) await rm(join(folder, 'cache'), { recursive: true, force: true });
  }
}

async function written({ file, beside = {} }, content) {
  const place = join(folder, 'file');
  await rm(place, { recursive: true, force: true });
  for (const [name, bytes] of [...Object.entries(beside), [file, content]]) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), bytes);
  }
  return place;
}
