import { fileURLToPath } from 'node:url';
import { runCommand } from '@expgraph/data/files';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { findCompiler } from '../set-up/find-tools.js';

const DRIVE = fileURLToPath(new URL('../../scripts/drive-native.mjs', import.meta.url));
/** More in CI, and 100,000 by hand: packages/native/addons/README.md. */
const CALLS = process.env.EXPGRAPH_FULL_TESTS ? 1000 : 100;

const DRIVEN = [
  ...['word_search', 'resample', 'image_batch', 'recurrence', 'jpeg_file'],
  ...['words.create', 'words.find', 'changes.change'],
  ...['images.decodeJpeg', 'images.read', 'images.write', 'images.hugePages'],
  ...['session.open', 'session.run', 'session.runNow', 'session.close'],
  ...['recurrent.ExpgraphRecurrence', 'recurrent.ExpgraphRecurrenceGrad', 'mute.mute', 'mute.unmute'],
];

const compiler = await findCompiler();

describe.skipIf(!compiler || process.platform !== 'linux')('native code with ASan and UBSan', () => {
  // Builds the addons if they are not built yet.
  beforeAll(async () => void (await startBackend()), 600_000);

  it(`returns the expected values or throws one of our errors in ${CALLS} random calls of each function`, async () => {
    const words = [DRIVE, '--calls', String(CALLS), '--seed', '1'];
    const { code, stdout, stderr } = await runCommand(process.execPath, words);
    expect(code, `${stdout}${stderr}`).toBe(0);
    const driven = [...stdout.matchAll(/^(\S+) (\d+)/gm)].map(([, name, calls]) => [name, Number(calls)]);
    expect(driven).toEqual(DRIVEN.map((name) => [name, CALLS]));
  }, 3_000_000);
});
