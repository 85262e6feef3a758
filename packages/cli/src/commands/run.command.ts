import type { Command } from 'commander';
import { positiveInteger, setOption, storeOption } from './options.js';

/** Declares `expgraph run`. */
export function addRun(program: Command): void {
  program
    .command('run')
    .summary('run an experiment; finished nodes are cached')
    .description(
      'Runs an experiment. Nodes that are up to date are taken from the store; only the others are executed.',
    )
    .argument('<file>', 'an experiment, for example experiments/finetune.yaml')
    .addOption(setOption())
    .option('-j, --jobs <number>', 'maximum number of nodes to run at the same time', positiveInteger)
    .option('-f, --force <node...>', 'run these nodes even if they are cached; * is all')
    .option('--json', 'print each event of the run as a line of JSON')
    .addOption(storeOption())
    .action(async (file, options) => (await import('./run.js')).run(file, options));
}
