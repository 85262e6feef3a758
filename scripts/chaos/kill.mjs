import { setTimeout as delay } from 'node:timers/promises';

/**
 * Kills a run at a random time, in every second round while another run waits for it, and runs the experiment again.
 * Returns the errors; an empty list on success.
 */
export async function kill(place, reference, random, round) {
  const killed = place.start();
  const other = round % 2 === 1 ? place.start() : undefined;
  await delay(random() * reference.milliseconds);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const ends = [...(other ? [await other.ended] : []), await place.start().ended];
  const wrong = ends.filter(({ end }) => end !== 0).map(({ end, output }) => `ended with ${end}: ${output}`);
  if ((await place.bytes()) !== reference.bytes) wrong.push('other bytes');
  wrong.push(...(await place.leftovers()).map((path) => `left behind: ${path}`));
  return wrong;
}
