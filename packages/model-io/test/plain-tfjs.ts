import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../fixtures/plain-tfjs.mjs', import.meta.url));

export interface PlainResult {
  readonly outputs?: readonly (readonly string[])[];
  /** Data types of the inputs, as the files declare them. */
  readonly dtypes?: readonly string[];
  readonly error?: string;
}

export interface PlainCase {
  /** The folder of a `model.json`. */
  readonly path: string;
  readonly inputs: readonly object[];
}

/** Returns predictions of models in a process with stock TensorFlow.js, without the layers of this package. */
export async function predictInPlainTfjs(cases: readonly PlainCase[]): Promise<PlainResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-plain-'));
  try {
    const file = join(folder, 'cases.json');
    await writeFile(file, JSON.stringify(cases));
    const { stdout } = await promisify(execFile)(process.execPath, [script, file], { maxBuffer: 1 << 28 });
    return JSON.parse(stdout) as PlainResult[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the names of the classes that stock TensorFlow.js can deserialize, layers among them. */
export async function plainClassNames(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  return JSON.parse(stdout) as string[];
}
