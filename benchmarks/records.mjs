import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads all records once per round. The first rounds warm up.
 *
 * @param {import('./cases.mjs').Case} definition
 * @param {import('./rounds.mjs').Rounds} rounds
 * @param {() => Promise<number>} readAll Returns the number of examples.
 */
export async function readInRounds({ warmUp }, rounds, readAll) {
  for (let round = 0; round < warmUp; round += 1) await readAll();
  rounds.ready();
  for (let round = 0; ; round += 1) {
    await rounds.begin(round);
    rounds.end(await readAll());
  }
}

/** @param {string} folder */
export async function recordFiles(folder) {
  return (await readdir(folder)).sort().map((name) => join(folder, name));
}
