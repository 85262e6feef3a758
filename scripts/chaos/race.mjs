import { setTimeout as delay } from 'node:timers/promises';

/** Two runs of one experiment in one store, the second a moment after the first. Returns what is wrong; nothing when all is well. */
export async function race(place, reference, random) {
  const before = place.server.requests.length;
  const first = place.start();
  await delay(random() < 0.5 ? 0 : random() * reference.milliseconds);
  const second = place.start();
  const ends = await Promise.all([first.ended, second.ended]);
  const wrong = ends.filter(({ end }) => end !== 0).map(({ end, output }) => `ended with ${end}: ${output}`);
  if ((await place.bytes()) !== reference.bytes) wrong.push('other bytes');
  for (const [node, count] of Object.entries(await place.executions()))
    if (count !== 1) wrong.push(`${node} was executed ${count} times`);
  const requests = place.server.requests.slice(before).sort().join();
  if (requests !== reference.requests) {
    wrong.push(`requests: ${place.server.details.slice(before).join(', ')}`);
    wrong.push(...ends.map(({ output }) => output));
  }
  wrong.push(...(await place.leftovers()).map((path) => `left behind: ${path}`));
  return wrong;
}
