import type { Command } from 'commander';
import { positiveInteger, setOption, storeOption } from './options.js';

/** Declares `expgraph preview`. */
export function addPreview(program: Command): void {
  program
    .command('preview')
    .summary('show augmented images')
    .description(
      'Draws some images before and after the nodes that transform them, in several epochs: one PNG per node, and a report. Trains nothing.',
    )
    .argument('<file>')
    .argument('[node]', 'the node, or one of its outputs: parts.train; default: all nodes that transform images')
    .option('--images <number>', 'number of images, chosen at random', positiveInteger, 6)
    .option('--epochs <number>', 'number of epochs', positiveInteger, 8)
    .addOption(setOption())
    .addOption(storeOption())
    .action(async (file, node, options) => (await import('./preview.js')).preview(file, node, options));
}
