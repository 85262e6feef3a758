import { writeFile } from 'node:fs/promises';
import { experimentSchema, loadRegistry } from '@expgraph/core';
import { BUILT_IN } from '../built-in.js';
import { writeOut } from '../terminal/output.js';

/** `expgraph schema` */
export async function schema({ output }: { output?: string }): Promise<void> {
  const registry = await loadRegistry(undefined, { builtIn: BUILT_IN });
  const text = `${JSON.stringify(experimentSchema(registry), null, 2)}\n`;
  if (output) await writeFile(output, text);
  else writeOut(text);
}
