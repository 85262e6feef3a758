/**
 * Runs experiments that share a store and a cache, and kills runs and downloads at random times. No run may fail, and artifacts must have
 * the same bytes as those of an undisturbed run.
 *
 *     node scripts/chaos/run.mjs [--races 200] [--kills 200] [--seed 1]
 *
 * The last line is a JSON object with the counts; the exit code is 1 on any failure.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeExperiment } from './experiment.mjs';
import { serveFiles } from './file-server.mjs';
import { kill } from './kill.mjs';
import { Place } from './place.mjs';
import { race } from './race.mjs';
import { randomFrom } from './random.mjs';

const { values } = parseArgs({
  options: {
    races: { type: 'string', default: '200' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});

const root = await mkdtemp(join(tmpdir(), 'expgraph-chaos-'));
const server = await serveFiles();
try {
  const experiment = await writeExperiment(join(root, 'experiment'));
  const reference = await undisturbed(experiment);
  const random = randomFrom(Number(values.seed));
  const wrong = [];
  const rounds = async (name, count, act) => {
    for (let round = 0; round < count; round += 1) {
      const place = await Place.make(root, experiment, server);
      const found = await act(place, reference, random, round);
      for (const line of found) process.stderr.write(`${name} ${round}: ${line}\n`);
      if (found.length > 0) wrong.push({ name, round, found });
      await place.remove();
      if ((round + 1) % 20 === 0) process.stderr.write(`${name}: ${round + 1} of ${count}, ${wrong.length} wrong\n`);
    }
  };
  await rounds('race', Number(values.races), race);
  await rounds('kill', Number(values.kills), kill);
  const counts = { races: Number(values.races), kills: Number(values.kills), seed: Number(values.seed) };
  process.stdout.write(`${JSON.stringify({ ...counts, wrong: wrong.length })}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  server.close();
  await rm(root, { recursive: true, force: true });
}

/** Returns the digest and the duration of an undisturbed run. */
async function undisturbed(experiment) {
  const place = await Place.make(root, experiment, server);
  const began = performance.now();
  const { end, output } = await place.start().ended;
  if (end !== 0) throw new Error(`The undisturbed run ended with ${end}: ${output}`);
  const milliseconds = performance.now() - began;
  return { milliseconds, bytes: await place.bytes() };
}
