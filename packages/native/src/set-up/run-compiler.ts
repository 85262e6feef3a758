import { runCommand } from '@expgraph/data/files';
import { SetUpError } from './set-up-error.js';

/** Runs a compiler. @throws SetUpError with its first error. */
export async function runCompiler(compiler: string, words: readonly string[], signal?: AbortSignal): Promise<void> {
  const { code, stderr } = await runCommand(compiler, words, { signal });
  if (code === 0) return;
  const reason = stderr.split('\n').find((line) => /error/i.test(line)) ?? `exit code ${code}`;
  throw new SetUpError(
    `${compiler} could not compile the addon: ${reason.trim()}`,
    'Install a C++17 compiler, for example g++ 9 or later.',
  );
}
