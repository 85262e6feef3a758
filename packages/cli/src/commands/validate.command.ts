import type { Command } from 'commander';
import { setOption, storeOption } from './options.js';

/** Declares `expgraph validate`. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .summary('check an experiment without reading data')
    .description('Checks an experiment: its YAML, nodes, options, edges and shapes. Reads no data.')
    .argument('<file>')
    .addOption(setOption())
    .option('--json', 'print the problems as JSON')
    .addOption(storeOption())
    .action(async (file, options) => (await import('./validate.js')).validate(file, options));
}
