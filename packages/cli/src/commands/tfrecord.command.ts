import type { Command } from 'commander';
import { positiveInteger } from './options.js';

/** Declares `expgraph tfrecord inspect`. */
export function addTfrecord(program: Command): void {
  const tfrecord = program
    .command('tfrecord')
    .summary('inspect TFRecord files')
    .description('Inspects TFRecord files.');

  tfrecord
    .command('inspect')
    .description('Lists the features of the records, with their types and numbers of values, and damaged records.')
    .argument('<paths...>', 'files, or folders of files')
    .option('--max-records <number>', 'maximum number of records to read from each file', positiveInteger)
    .option('--json', 'print as JSON')
    .action(async (paths, options) => (await import('./tfrecord.js')).inspect(paths, options));
}
