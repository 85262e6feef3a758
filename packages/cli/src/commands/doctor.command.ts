import type { Command } from 'commander';
import { storeOption } from './options.js';

/** Declares `expgraph doctor`. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check this machine, and suggest fixes')
    .description('Checks Node, TensorFlow, the compiler, the GPU and the caches, and suggests a fix for each problem.')
    .option('--json', 'print as JSON')
    .addOption(storeOption())
    .action(async (options) => (await import('./doctor.js')).doctor(options));
}
