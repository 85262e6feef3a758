import { setTimeout as delay } from 'node:timers/promises';
import { FILES } from './experiment.mjs';

/** Starts two runs of an experiment in one store, one shortly after the other. Returns the errors; an empty list on success. */
export async function race(place, reference, random) {
  const first = place.start();
  await delay(random() < 0.5 ? 0 : random() * reference.milliseconds);
  const second = place.start();
  const ends = await Promise.all([first.ended, second.ended]);
  const wrong = ends.filter(({ end }) => end !== 0).map(({ end, output }) => `ended with ${end}: ${output}`);
  if ((await place.bytes()) !== reference.bytes) wrong.push('other bytes');
  for (const [node, count] of Object.entries(await place.executions()))
    if (count !== 1) wrong.push(`${node} was executed ${count} times`);
  // A run may request the rest of a file again if the connection stalls: count the runs that fetch it.
  for (const name of FILES.keys()) {
    const fetching = ends.filter(({ output }) => output.includes(`downloading ${name}`)).length;
    if (fetching !== 1) wrong.push(`${name} was fetched by ${fetching} runs`);
  }
  wrong.push(...(await place.leftovers()).map((path) => `left behind: ${path}`));
  return wrong;
}
