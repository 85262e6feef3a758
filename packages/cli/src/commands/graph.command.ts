import { type Command, Option } from 'commander';
import { setOption, storeOption } from './options.js';

/** Declares `expgraph graph`. */
export function addGraph(program: Command): void {
  program
    .command('graph')
    .summary('draw an experiment')
    .description('Draws the graph of an experiment as Mermaid or SVG.')
    .argument('<file>')
    .addOption(setOption())
    .addOption(new Option('--format <format>', 'output format').choices(['mermaid', 'svg']).default('mermaid'))
    .option('-o, --output <file>', 'write to a file; its extension, .svg or .mmd, sets the format')
    .addOption(storeOption())
    .action(async (file, options) => (await import('./graph.js')).graph(file, options));
}
