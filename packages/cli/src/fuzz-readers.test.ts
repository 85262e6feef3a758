import { expect, it } from 'vitest';
import { runCampaign } from '../fuzz/run-campaign.mjs';

/** CI runs more files. The full form, 20,000 files: `node packages/cli/fuzz/fuzz-readers.mjs`. */
const COUNT = process.env.EXPGRAPH_FULL_TESTS ? 1000 : 150;
/** On a busy machine a valid file may take long: this limit only finds files that never end. */
const LIMITS = { cpuMs: 60_000, wallMs: 600_000 };

it('reads or rejects damaged files of every format, within limits of time and memory', async () => {
  const { findings, read, refused, formats } = await runCampaign({ count: COUNT, seed: 7, limits: LIMITS });
  expect(findings).toEqual([]);
  expect(read + refused).toBe(COUNT);
  expect(read).toBeGreaterThan(COUNT / 10);
  expect(formats.size).toBeGreaterThan(60);
}, 1_800_000);
