import { runCommand } from './run-command.js';

/** The first Python that has pip, as a command; undefined when there is none. */
export async function findPip(): Promise<string | undefined> {
  for (const python of ['python3', 'python']) {
    if ((await runCommand(python, ['-m', 'pip', '--version'])).code === 0) return python;
  }
  return undefined;
}

/** The first C++ compiler that answers; `CXX` goes first. */
export async function findCompiler(): Promise<string | undefined> {
  for (const compiler of [process.env.CXX, 'c++', 'g++', 'clang++']) {
    if (compiler && (await runCommand(compiler, ['--version'])).code === 0) return compiler;
  }
  return undefined;
}
