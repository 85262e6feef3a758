import type { Command } from 'commander';

/** Declares `expgraph nodes`. */
export function addNodes(program: Command): void {
  program
    .command('nodes')
    .summary('list the installed nodes, or describe one')
    .description('Lists the installed node types. With a type, describes its ports and options.')
    .argument('[type]', 'a node type, for example train')
    .option('--json', 'print as JSON')
    .action(async (type, options) => (await import('./nodes.js')).nodes(type, options));
}
