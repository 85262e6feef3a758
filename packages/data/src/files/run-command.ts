import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number;
  /** The last 20,000 characters. */
  readonly stdout: string;
  /** The last 20,000 characters. */
  readonly stderr: string;
}

const KEPT_CHARACTERS = 20_000;

/** Exit code of a program that does not exist. */
export const COMMAND_NOT_FOUND = 127;

/** Runs a program without a shell. The exit code of a program that does not exist is 127, as in a shell. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString()).slice(-KEPT_CHARACTERS);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-KEPT_CHARACTERS);
    });
    child.once('error', (error) => {
      if (options.signal?.aborted) reject(error);
      else resolve({ code: COMMAND_NOT_FOUND, stdout, stderr: error.message });
    });
    child.once('close', (code, signal) =>
      resolve({ code: code ?? COMMAND_NOT_FOUND + 1, stdout, stderr: signal ? `${stderr}${signal}` : stderr }),
    );
  });
}
