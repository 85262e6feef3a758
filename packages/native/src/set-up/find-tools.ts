import { runCommand } from '@expgraph/data/files';

/** Returns the command of the first Python with pip, or undefined. */
export async function findPip(): Promise<string | undefined> {
  for (const python of ['python3', 'python']) {
    if ((await runCommand(python, ['-m', 'pip', '--version'])).code === 0) return python;
  }
  return undefined;
}

/** Returns the command of the first C++ compiler that runs, beginning with `CXX`, or undefined. */
export async function findCompiler(): Promise<string | undefined> {
  for (const compiler of [process.env.CXX, 'c++', 'g++', 'clang++']) {
    if (compiler && (await runCommand(compiler, ['--version'])).code === 0) return compiler;
  }
  return undefined;
}
