import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const campaign = fileURLToPath(new URL('../../../scripts/chaos/run.mjs', import.meta.url));

/** CI runs more rounds; the full form runs 200 of each. */
const ROUNDS = process.env.EXPGRAPH_FULL_TESTS ? 10 : 2;

it(`survives ${ROUNDS} races and ${ROUNDS} kills at random times, with the bytes of an undisturbed run`, async () => {
  const words = [campaign, '--races', String(ROUNDS), '--kills', String(ROUNDS), '--seed', '15'];
  const { stdout } = await promisify(execFile)(process.execPath, words).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stderr}\n${error.stdout}`);
    },
  );
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
    races: ROUNDS,
    kills: ROUNDS,
    seed: 15,
    wrong: 0,
  });
}, 900_000);
