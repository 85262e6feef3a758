import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  /** The last of it. */
  readonly stderr: string;
}

const KEEP = 20_000;

/** Runs a program without a shell. A program that is not there gives code 127. */
export function runCommand(
  command: string,
  words: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout = (stdout + chunk.toString()).slice(-KEEP);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-KEEP);
    });
    child.once('error', (error) => {
      if (options.signal?.aborted) reject(error);
      else resolve({ code: 127, stdout, stderr: error.message });
    });
    child.once('close', (code, signal) =>
      resolve({ code: code ?? 128, stdout, stderr: signal ? `${stderr}${signal}` : stderr }),
    );
  });
}
