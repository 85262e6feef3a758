import type { Command } from 'commander';

/** Declares `expgraph weights list|pull|verify`. */
export function addWeights(program: Command): void {
  const weights = program
    .command('weights')
    .summary('list, fetch or verify named weights')
    .description('Lists, fetches or verifies the named weights of the installed nodes.');

  weights
    .command('list')
    .description('Lists the named weights and whether they are cached. With a node type, lists its files.')
    .argument('[type]', 'a node type, for example backbone/mobilenet-v2')
    .option('--json', 'print as JSON')
    .action(async (type, options) => (await import('./weights.js')).list(type, options));

  weights
    .command('pull')
    .description('Fetches weights into the cache, verifies them, and prints their path.')
    .argument('<type>', 'a node type, for example backbone/mobilenet-v2')
    .argument('[name]', 'name of the weights, for example imagenet; default: the first of the node')
    .argument('[variant]', 'variant, for example 0.35_96; default: the variant of the default options')
    .action(async (type, name, variant) => (await import('./weights.js')).pull(type, name, variant));

  weights
    .command('verify')
    .description('Compares cached weights with their checksums.')
    .argument('[type]', 'a node type, for example backbone/mobilenet-v2')
    .option('--json', 'print as JSON')
    .action(async (type, options) => (await import('./weights.js')).verify(type, options));
}
