import { fileURLToPath } from 'node:url';
import { runCommand } from '@expgraph/data/files';

const CHECK = fileURLToPath(new URL('../../dist/set-up/multiply-with-addon.js', import.meta.url));

/**
 * Loads an addon in another process and multiplies two matrices with it, since an addon that does not match the processor or its libraries
 * ends the process. Returns TensorFlow's version, or the reason of the failure.
 */
export async function verifyAddon(addon: string): Promise<{ version: string } | { failure: string }> {
  const { code, stdout, stderr } = await runCommand(process.execPath, [CHECK, addon], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  const version = /^TensorFlow (\S+)/m.exec(stdout)?.[1];
  if (code === 0 && version) return { version };
  const reason = stderr.split('\n').find((line) => /error/i.test(line)) ?? stderr.trim().split('\n').at(-1);
  return { failure: (reason || `the process ended with code ${code}`).trim() };
}
