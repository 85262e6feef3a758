import { expect, it } from 'vitest';
import { runCampaign } from '../fuzz/run-campaign.mjs';

/** The full form, 20,000 files: `node packages/cli/fuzz/fuzz-readers.mjs`. */
const COUNT = 1000;

it('reads or refuses damaged files of every format, in bounded time and memory', async () => {
  const { findings, read, refused, formats } = await runCampaign({ count: COUNT, seed: 7 });
  expect(findings).toEqual([]);
  expect(read + refused).toBe(COUNT);
  expect(read).toBeGreaterThan(COUNT / 10);
  expect(formats.size).toBeGreaterThan(60);
}, 1_800_000);
