import type { Command } from 'commander';
import { positiveInteger, storeOption } from './options.js';

/** Declares `expgraph predict`. */
export function addPredict(program: Command): void {
  program
    .command('predict')
    .summary('classify images')
    .description(
      'Classifies images. The model is a folder of a run (models/..., kept/..., an export tfjs-layers), or RUN:NODE, for example last:finetune.',
    )
    .argument('<model>', 'a folder, or RUN:NODE')
    .argument('<image...>', 'JPEG or PNG files')
    .option('--top <number>', 'number of classes to print for each image', positiveInteger, 5)
    .option('--plugin <name...>', 'plugins that define layers of the model; default: those of its run')
    .option('--json', 'print as JSON')
    .addOption(storeOption())
    .action(async (model, images, options) => (await import('./predict.js')).predict(model, images, options));
}
