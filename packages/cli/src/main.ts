import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, reportAndExit } from './exit.js';
import { writeError, writeOut } from './terminal/output.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Repeatable `--set path=value`. */
const setOption = () =>
  new Option('-s, --set <path=value>', 'change a value, for example params.epochs=3 (repeatable)')
    .argParser((value: string, before: string[] = []) => [...before, value])
    .default([], 'none');

const storeOption = () => new Option('--store <folder>', 'where results are kept').default('.expgraph');

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

// Before the commands are added: they take these over.
program.configureOutput({ writeOut, writeErr: writeError });
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : EXIT.invalid);
});

program
  .command('run')
  .summary('run an experiment: only what is not there yet')
  .description(
    'Runs an experiment. A node whose outputs are in the store already, made of the same things, is not run again.',
  )
  .argument('<file>', 'an experiment, for example experiments/finetune.yaml')
  .addOption(setOption())
  .option('-j, --jobs <number>', 'nodes that may run at the same time', positiveInteger)
  .option('-f, --force <node...>', 'run these nodes in any case; * is all')
  .option('--json', 'print every event of the run as a line of JSON')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/run.js')).run(file, options));

program
  .command('plan')
  .summary('say what a run would do, and why')
  .description('Says for each node whether it would run, and why. Changes nothing.')
  .argument('<file>')
  .addOption(setOption())
  .option('-f, --force <node...>', 'as for run')
  .option('--json', 'print the plan as JSON')
  .option('--detailed-exitcode', 'exit with 3 when there is something to run')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/plan.js')).plan(file, options));

program
  .command('validate')
  .summary('check an experiment without touching data')
  .description('Checks an experiment: its YAML, nodes, options, edges and shapes. Touches no data.')
  .argument('<file>')
  .addOption(setOption())
  .option('--json', 'print the problems as JSON')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/validate.js')).validate(file, options));

program
  .command('graph')
  .summary('draw an experiment')
  .description('Draws the graph of an experiment, as Mermaid or as SVG.')
  .argument('<file>')
  .addOption(setOption())
  .addOption(new Option('--format <format>', 'what to draw').choices(['mermaid', 'svg']).default('mermaid'))
  .option('-o, --output <file>', 'write to a file; .svg or .mmd decide the format')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/graph.js')).graph(file, options));

program
  .command('nodes')
  .summary('list the installed nodes, or explain one')
  .description('Lists the node types that are installed; with a type, its ports and options.')
  .argument('[type]', 'a node type, for example train')
  .option('--json', 'print as JSON')
  .action(async (type, options) => (await import('./commands/nodes.js')).nodes(type, options));

const weights = program
  .command('weights')
  .summary('list, fetch or check the weights that nodes know by name')
  .description('Lists, fetches or checks the weights that the installed nodes know by name.');

weights
  .command('list')
  .description('Lists the named weights, and which of them are in the cache; with a node type, every file of it.')
  .argument('[type]', 'a node type, for example backbone/mobilenet-v2')
  .option('--json', 'print as JSON')
  .action(async (type, options) => (await import('./commands/weights.js')).list(type, options));

weights
  .command('pull')
  .description('Fetches weights into the cache, checks them, and prints their path.')
  .argument('<type>', 'a node type, for example backbone/mobilenet-v2')
  .argument('[name]', 'of the weights, for example imagenet; without it, the first that the node knows')
  .argument('[variant]', 'for example 0.35_96; without it, that of the defaults of the node')
  .action(async (type, name, variant) => (await import('./commands/weights.js')).pull(type, name, variant));

weights
  .command('verify')
  .description('Compares the weights in the cache with their checksums.')
  .argument('[type]', 'a node type, for example backbone/mobilenet-v2')
  .option('--json', 'print as JSON')
  .action(async (type, options) => (await import('./commands/weights.js')).verify(type, options));

program
  .command('schema')
  .summary('write the JSON schema for editors')
  .description(
    'Writes the JSON schema of experiment files, made of the installed nodes. Editors complete and check with it.',
  )
  .option('-o, --output <file>', 'write to a file')
  .action(async (options) => (await import('./commands/schema.js')).schema(options));

program
  .command('predict')
  .summary('say what is in pictures')
  .description(
    'Says which classes images are of. The model is a folder that a run has left (models/..., kept/..., an export tfjs-layers), or RUN:NODE, for example last:finetune.',
  )
  .argument('<model>', 'a folder, or a run and one of its nodes')
  .argument('<image...>', 'JPEG or PNG files')
  .option('--top <number>', 'the best classes of each image', positiveInteger, 5)
  .option('--json', 'print as JSON')
  .addOption(storeOption())
  .action(async (model, images, options) => (await import('./commands/predict.js')).predict(model, images, options));

const tfrecord = program
  .command('tfrecord')
  .summary('say what is in TFRecord files')
  .description('Looks into TFRecord files.');

tfrecord
  .command('inspect')
  .description('Lists the features of the records, with their types and numbers of values, and what is damaged.')
  .argument('<paths...>', 'files, or folders of files')
  .option('--max-records <number>', 'look at so many records of each file at most', positiveInteger)
  .option('--json', 'print as JSON')
  .action(async (paths, options) => (await import('./commands/tfrecord.js')).inspect(paths, options));

program
  .command('preview')
  .summary('show what augmentation makes of images')
  .description(
    'Draws some images before and after the nodes that change them, in several epochs: a PNG a node, and a report. Nothing is trained.',
  )
  .argument('<file>')
  .argument(
    '[node]',
    'whose images are drawn, or one of its outputs: parts.train; without it, all nodes that change images',
  )
  .option('--images <number>', 'images, chosen at random', positiveInteger, 6)
  .option('--epochs <number>', 'epochs, from the first on', positiveInteger, 8)
  .addOption(setOption())
  .addOption(storeOption())
  .action(async (file, node, options) => (await import('./commands/preview.js')).preview(file, node, options));

program
  .command('doctor')
  .summary('explain this machine, and what to do about problems')
  .description(
    'Looks at Node, TensorFlow, the compiler, the GPU and the caches, and says what to do about each problem.',
  )
  .option('--json', 'print as JSON')
  .addOption(storeOption())
  .action(async (options) => (await import('./commands/doctor.js')).doctor(options));

program
  .command('runs')
  .summary('list past runs, or show one')
  .description('Lists the runs of the store, the newest first; with an id, or the start of one, shows that run.')
  .argument('[id]')
  .option('--json', 'print as JSON')
  .addOption(storeOption())
  .action(async (id, options) => (await import('./commands/runs.js')).runs(id, options));

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number of 1 or more.');
  return value;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read the output has ended: the work goes on.
  if (error.code !== 'EPIPE') reportAndExit(Object.assign(error, { path: 'the standard output' }));
});

program.parseAsync().catch(reportAndExit);
