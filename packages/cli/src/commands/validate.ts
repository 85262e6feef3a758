import { InvalidExperiment, validateExperiment } from '@expgraph/core';
import { BUILT_IN } from '../built-in.js';
import { EXIT } from '../exit.js';
import { print, printJson } from '../terminal/output.js';

export interface ValidateCommandOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly json?: boolean;
}

/** `expgraph validate FILE` */
export async function validate(file: string, options: ValidateCommandOptions): Promise<void> {
  try {
    const { nodes, registry } = await validateExperiment(file, { ...options, builtIn: BUILT_IN });
    const edges = [...nodes.values()].reduce((count, node) => count + Object.keys(node.inputs).length, 0);
    const line = `${file} is valid: ${nodes.size} nodes, ${edges} edges, ${registry.plugins.length} plugins.`;
    if (options.json) printJson([]);
    else print(line);
  } catch (error) {
    if (!options.json || !(error instanceof InvalidExperiment)) throw error;
    printJson(error.problems);
    process.exitCode = EXIT.invalid;
  }
}
