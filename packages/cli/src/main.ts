import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { commands } from './commands/index.js';
import { EXIT, reportAndExit } from './exit.js';
import { writeError, writeOut } from './terminal/output.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('expgraph')
  .description('Runs deep-learning experiments that are written down as a graph.')
  .version(version)
  .configureHelp({ sortSubcommands: false })
  .addHelpText(
    'after',
    `
Examples:
  npx expgraph run experiments/finetune.yaml
  npx expgraph run experiments/finetune.yaml --set params.epochs=3
  npx expgraph plan experiments/finetune.yaml
  npx expgraph nodes train
  npx expgraph predict last:finetune photo.jpg

Exit codes: 0 done, 1 a node failed, 2 the experiment is invalid, 130 interrupted, 70 a bug in expgraph.
`,
  );

// Set before the commands are added: they inherit these settings.
program.configureOutput({ writeOut, writeErr: writeError });
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : EXIT.invalid);
});

for (const addCommand of commands) addCommand(program);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of the output has ended: continue without it.
  if (error.code !== 'EPIPE') reportAndExit(Object.assign(error, { path: 'the standard output' }));
});

program.parseAsync().catch(reportAndExit);
