import type { Command } from 'commander';
import { setOption, storeOption } from './options.js';

/** Declares `expgraph plan`. */
export function addPlan(program: Command): void {
  program
    .command('plan')
    .summary('show what a run would do, and why')
    .description('Shows for each node whether it would run, and why. Changes nothing.')
    .argument('<file>')
    .addOption(setOption())
    .option('-f, --force <node...>', 'plan to run these nodes even if they are cached; * is all')
    .option('--json', 'print the plan as JSON')
    .option('--detailed-exitcode', 'exit with 3 if a node would run')
    .addOption(storeOption())
    .action(async (file, options) => (await import('./plan.js')).plan(file, options));
}
