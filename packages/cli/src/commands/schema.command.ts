import type { Command } from 'commander';

/** Declares `expgraph schema`. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .summary('write the JSON schema for editors')
    .description(
      'Writes the JSON schema of experiment files for the installed nodes. Editors use it for completion and checks.',
    )
    .option('-o, --output <file>', 'write to a file')
    .action(async (options) => (await import('./schema.js')).schema(options));
}
