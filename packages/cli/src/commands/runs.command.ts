import type { Command } from 'commander';
import { storeOption } from './options.js';

/** Declares `expgraph runs`. */
export function addRuns(program: Command): void {
  program
    .command('runs')
    .summary('list past runs, or show one')
    .description('Lists the runs of the store, newest first. With an id, or the start of one, shows that run.')
    .argument('[id]')
    .option('--json', 'print as JSON')
    .addOption(storeOption())
    .action(async (id, options) => (await import('./runs.js')).runs(id, options));
}
