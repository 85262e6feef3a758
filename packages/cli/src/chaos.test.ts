import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const campaign = fileURLToPath(new URL('../../../scripts/chaos/run.mjs', import.meta.url));

it('survives 10 races and 10 kills at random moments, with the bytes of an undisturbed run', async () => {
  const words = [campaign, '--races', '10', '--kills', '10', '--seed', '15'];
  const { stdout } = await promisify(execFile)(process.execPath, words).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stderr}\n${error.stdout}`);
    },
  );
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({ races: 10, kills: 10, seed: 15, wrong: 0 });
}, 900_000);
