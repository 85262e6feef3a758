import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, reportAndExit } from './exit.js';
import { writeError, writeOut } from './terminal/output.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Returns the repeatable option `--set path=value`. */
const setOption = () =>
  new Option('-s, --set <path=value>', 'change a value, for example params.epochs=3 (repeatable)')
    .argParser((value: string, before: string[] = []) => [...before, value])
    .default([], 'none');

const storeOption = () => new Option('--store <folder>', 'folder of the store').default('.expgraph');

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

program
  .command('run')
  .summary('run an experiment; finished nodes are cached')
  .description('Runs an experiment. Nodes that are up to date are taken from the store; only the others are executed.')
  .argument('<file>', 'an experiment, for example experiments/finetune.yaml')
  .addOption(setOption())
  .option('-j, --jobs <number>', 'maximum number of nodes to run at the same time', positiveInteger)
  .option('-f, --force <node...>', 'run these nodes even if they are cached; * is all')
  .option('--json', 'print each event of the run as a line of JSON')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/run.js')).run(file, options));

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
  .action(async (file, options) => (await import('./commands/plan.js')).plan(file, options));

program
  .command('validate')
  .summary('check an experiment without reading data')
  .description('Checks an experiment: its YAML, nodes, options, edges and shapes. Reads no data.')
  .argument('<file>')
  .addOption(setOption())
  .option('--json', 'print the problems as JSON')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/validate.js')).validate(file, options));

program
  .command('graph')
  .summary('draw an experiment')
  .description('Draws the graph of an experiment as Mermaid or SVG.')
  .argument('<file>')
  .addOption(setOption())
  .addOption(new Option('--format <format>', 'output format').choices(['mermaid', 'svg']).default('mermaid'))
  .option('-o, --output <file>', 'write to a file; its extension, .svg or .mmd, sets the format')
  .addOption(storeOption())
  .action(async (file, options) => (await import('./commands/graph.js')).graph(file, options));

program
  .command('nodes')
  .summary('list the installed nodes, or describe one')
  .description('Lists the installed node types. With a type, describes its ports and options.')
  .argument('[type]', 'a node type, for example train')
  .option('--json', 'print as JSON')
  .action(async (type, options) => (await import('./commands/nodes.js')).nodes(type, options));

const weights = program
  .command('weights')
  .summary('list, fetch or verify named weights')
  .description('Lists, fetches or verifies the named weights of the installed nodes.');

weights
  .command('list')
  .description('Lists the named weights and whether they are cached. With a node type, lists its files.')
  .argument('[type]', 'a node type, for example backbone/mobilenet-v2')
  .option('--json', 'print as JSON')
  .action(async (type, options) => (await import('./commands/weights.js')).list(type, options));

weights
  .command('pull')
  .description('Fetches weights into the cache, verifies them, and prints their path.')
  .argument('<type>', 'a node type, for example backbone/mobilenet-v2')
  .argument('[name]', 'name of the weights, for example imagenet; default: the first of the node')
  .argument('[variant]', 'variant, for example 0.35_96; default: the variant of the default options')
  .action(async (type, name, variant) => (await import('./commands/weights.js')).pull(type, name, variant));

weights
  .command('verify')
  .description('Compares cached weights with their checksums.')
  .argument('[type]', 'a node type, for example backbone/mobilenet-v2')
  .option('--json', 'print as JSON')
  .action(async (type, options) => (await import('./commands/weights.js')).verify(type, options));

program
  .command('schema')
  .summary('write the JSON schema for editors')
  .description(
    'Writes the JSON schema of experiment files for the installed nodes. Editors use it for completion and checks.',
  )
  .option('-o, --output <file>', 'write to a file')
  .action(async (options) => (await import('./commands/schema.js')).schema(options));

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
  .action(async (model, images, options) => (await import('./commands/predict.js')).predict(model, images, options));

const tfrecord = program.command('tfrecord').summary('inspect TFRecord files').description('Inspects TFRecord files.');

tfrecord
  .command('inspect')
  .description('Lists the features of the records, with their types and numbers of values, and damaged records.')
  .argument('<paths...>', 'files, or folders of files')
  .option('--max-records <number>', 'maximum number of records to read from each file', positiveInteger)
  .option('--json', 'print as JSON')
  .action(async (paths, options) => (await import('./commands/tfrecord.js')).inspect(paths, options));

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
  .action(async (file, node, options) => (await import('./commands/preview.js')).preview(file, node, options));

program
  .command('doctor')
  .summary('check this machine, and suggest fixes')
  .description('Checks Node, TensorFlow, the compiler, the GPU and the caches, and suggests a fix for each problem.')
  .option('--json', 'print as JSON')
  .addOption(storeOption())
  .action(async (options) => (await import('./commands/doctor.js')).doctor(options));

program
  .command('runs')
  .summary('list past runs, or show one')
  .description('Lists the runs of the store, newest first. With an id, or the start of one, shows that run.')
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
  // The reader of the output has ended: continue without it.
  if (error.code !== 'EPIPE') reportAndExit(Object.assign(error, { path: 'the standard output' }));
});

program.parseAsync().catch(reportAndExit);
