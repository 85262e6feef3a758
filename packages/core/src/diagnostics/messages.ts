import { withArticle } from '@expgraph/data/wording';
import { suggest } from '@expgraph/sdk';
import type { Problem } from './problem.js';
import type { Span } from './span.js';

/** Every message about an experiment file: one function each. */

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

const didYouMean = (name: string, candidates: Iterable<string>) => {
  const near = suggest(name, candidates);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
};

// READING

export const fileMissing = (file: string, absolute: string, near: string | undefined): Problem => ({
  code: 'EXPGRAPH_FILE_MISSING',
  message: `There is no experiment file "${file}".${near ? ` Did you mean "${near}"?` : ''}`,
  notes: [`Looked for ${absolute}.`, 'Give the path of a YAML file, for example experiments/finetune.yaml.'],
});

export const experimentIsFolder = (file: string, experiments: readonly string[]): Problem => ({
  code: 'EXPGRAPH_FILE_MISSING',
  message: `"${file}" is a folder, expected an experiment file.`,
  notes: [
    experiments.length > 0
      ? `It has ${quoted(experiments.slice(0, 5))}${experiments.length > 5 ? ` … and ${experiments.length - 5} more` : ''}.`
      : 'It has no YAML file.',
  ],
});

export const yamlSyntax = (span: Span, reason: string, unquotedParam: boolean): Problem => ({
  code: 'EXPGRAPH_YAML_SYNTAX',
  message: `This is not YAML: ${reason}`,
  span,
  notes: [
    unquotedParam
      ? 'Between { } and [ ], ${params.name} must stand in quotes: "${params.name}".'
      : 'Check the indentation, quotes and brackets here and in the line above.',
  ],
});

export const keyTwice = (span: Span, key: string): Problem => ({
  code: 'EXPGRAPH_YAML_SYNTAX',
  message: `"${key}" is there twice in one place.`,
  span,
  notes: ['Take one of them away, or give it another name: of two the second would replace the first.'],
});

export const unknownTopLevelKey = (span: Span, key: string, allowed: readonly string[]): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_UNKNOWN_KEY',
  message: `An experiment has no "${key}".${didYouMean(key, allowed)}`,
  span,
  notes: [`An experiment has: ${allowed.join(', ')}.`],
});

export const wrongDocumentType = (span: Span, what: string, expected: string, found: string): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_TYPE',
  message: `${what} is ${found}, expected ${expected}.`,
  span,
  notes: [`Write ${expected} here.`],
});

export const missingDocumentKey = (span: Span, what: string, key: string, example: string): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_MISSING_KEY',
  message: `${what} has no "${key}".`,
  span,
  notes: [`Add it, for example: ${example}`],
});

export const unknownNodeKey = (span: Span, node: string, key: string): Problem => ({
  code: 'EXPGRAPH_NODE_UNKNOWN_KEY',
  message: `The node "${node}" has no place for "${key}".${didYouMean(key, ['type', 'inputs', 'config'])}`,
  span,
  notes: ['A node has: type, inputs, config. Options of the node go under config.'],
});

export const malformedNodeId = (span: Span, id: string): Problem => ({
  code: 'EXPGRAPH_NODE_ID',
  message: `"${id}" can not be the name of a node.`,
  span,
  notes: ['A name begins with a letter and goes on with letters, digits, dashes and underscores.'],
});

export const noNodes = (span: Span): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_NO_NODES',
  message: 'The experiment has no nodes.',
  span,
  notes: ['Add some under nodes:, for example  photos: { type: load/images, config: { source: ./photos } }'],
});

export const unknownParam = (span: Span, expression: string, known: readonly string[]): Problem => {
  const name = expression.replace(/^params\./, '');
  return {
    code: 'EXPGRAPH_PARAM_UNKNOWN',
    message: `There is no param "${name}".${didYouMean(name, known)}`,
    span,
    notes: [
      known.length > 0 ? `The params are: ${known.join(', ')}.` : 'The experiment has no params: add it under params:.',
    ],
  };
};

export const wrongExpression = (span: Span, expression: string): Problem => ({
  code: 'EXPGRAPH_PARAM_EXPRESSION',
  message: `"\${${expression}}" is not the name of a param.`,
  span,
  notes: ['Write ${params.name}, or $${ for the two characters themselves.'],
});

export const circularParam = (span: Span, chain: readonly string[]): Problem => ({
  code: 'EXPGRAPH_PARAM_CYCLE',
  message: `A param refers to itself: ${chain.join(' → ')}.`,
  span,
  notes: ['Give one of them a value of its own.'],
});

export const malformedSet = (setting: string): Problem => ({
  code: 'EXPGRAPH_SET_MALFORMED',
  message: `--set "${setting}" is not of the form path=value.`,
  notes: ['For example --set params.epochs=3, or --set nodes.train.config.batchSize=16.'],
});

/** `candidates`: what there is in that place; undefined where a single value stands there. */
export const unknownSetPath = (setting: string, segment: string, candidates?: readonly string[]): Problem => ({
  code: 'EXPGRAPH_SET_PATH',
  message: `--set "${setting}": there is no "${segment}".${didYouMean(segment, candidates ?? [])}`,
  notes: [setPathNote(candidates)],
});

function setPathNote(candidates: readonly string[] | undefined): string {
  if (candidates === undefined) return 'What stands there is a single value.';
  return candidates.length > 0 ? `There is: ${candidates.join(', ')}.` : 'Nothing stands there.';
}

export const unknownForcedNode = (id: string, nodes: readonly string[]): Problem => ({
  code: 'EXPGRAPH_FORCE_NODE',
  message: `There is no node "${id}" to run in any case.${didYouMean(id, nodes)}`,
  notes: [`The nodes are: ${nodes.slice(0, 20).join(', ')}${nodes.length > 20 ? ' …' : ''}.`],
});

// NODES AND EDGES

export const unknownNodeType = (
  span: Span,
  type: string,
  types: readonly string[],
  plugins: readonly string[],
): Problem => ({
  code: 'EXPGRAPH_NODE_TYPE_UNKNOWN',
  message: `No plugin provides the node type "${type}".${didYouMean(type, types)}`,
  span,
  notes: [`Loaded plugins: ${plugins.join(', ')}.  List every node type with: npx expgraph nodes`],
});

export const unknownInput = (
  span: Span,
  node: string,
  type: string,
  port: string,
  ports: readonly string[],
): Problem => ({
  code: 'EXPGRAPH_PORT_UNKNOWN',
  message: `The node "${node}" (${type}) has no input "${port}".${didYouMean(port, ports)}`,
  span,
  notes: [ports.length > 0 ? `Its inputs are: ${ports.join(', ')}.` : 'It has no inputs.'],
});

export const missingInput = (span: Span, node: string, type: string, port: string, kind: string): Problem => ({
  code: 'EXPGRAPH_PORT_UNCONNECTED',
  message: `The input "${port}" of "${node}" (${type}) is not connected.`,
  span,
  notes: [`It takes ${withArticle(kind)}. Connect one: inputs: { ${port}: <node> } or { ${port}: <node>.<output> }.`],
});

export const unknownReference = (span: Span, reference: string, nodes: readonly string[]): Problem => ({
  code: 'EXPGRAPH_REFERENCE_NODE',
  message: `There is no node "${reference}".${didYouMean(reference, nodes)}`,
  span,
  notes: [`The nodes are: ${nodes.slice(0, 20).join(', ')}${nodes.length > 20 ? ' …' : ''}.`],
});

export const unknownOutput = (span: Span, node: string, output: string, outputs: readonly string[]): Problem => ({
  code: 'EXPGRAPH_REFERENCE_OUTPUT',
  message: `The node "${node}" has no output "${output}".${didYouMean(output, outputs)}`,
  span,
  notes: [outputs.length > 0 ? `Its outputs are: ${outputs.join(', ')}.` : 'It has no outputs.'],
});

export const ambiguousOutput = (span: Span, node: string, outputs: readonly string[]): Problem => ({
  code: 'EXPGRAPH_REFERENCE_AMBIGUOUS',
  message: `The node "${node}" has ${outputs.length} outputs: say which one.`,
  span,
  notes: [`Write ${outputs.map((output) => `${node}.${output}`).join(' or ')}.`],
});

export const wrongKind = (span: Span, reference: string, found: string, port: string, expected: string): Problem => ({
  code: 'EXPGRAPH_PORT_KIND',
  message: `Cannot connect ${reference} to ${port}: it is ${withArticle(found)}, expected ${withArticle(expected)}.`,
  span,
  notes: [`Connect an output that is ${withArticle(expected)}. See the outputs of every node with: npx expgraph nodes`],
});

export const mismatch = (
  span: Span,
  reference: string,
  port: string,
  reason: string,
  found: string,
  expected: string,
): Problem => {
  const width = Math.max(reference.length, port.length) + 2;
  return {
    code: 'EXPGRAPH_PORT_MISMATCH',
    message: `Cannot connect ${reference} to ${port}: ${reason}.`,
    span,
    notes: [
      `${reference.padEnd(width)}${found}`,
      `${port.padEnd(width)}${expected}`,
      'Change the node that makes it, or put a node that converts it in between.',
    ],
  };
};

export const cycle = (span: Span, nodes: readonly string[], edges: readonly string[]): Problem => ({
  code: 'EXPGRAPH_GRAPH_CYCLE',
  message: `These nodes wait for each other: ${nodes.join(' → ')}.`,
  span,
  notes: [...edges, 'Take one of these edges away.'],
});

// CONFIG

export const unknownOption = (span: Span, key: string, owner: string, options: readonly string[]): Problem => ({
  code: 'EXPGRAPH_CONFIG_UNKNOWN_KEY',
  message: `Unknown option "${key}" in ${owner}.${didYouMean(
    key,
    options.map((option) => option.replace(/ .*/, '')),
  )}`,
  span,
  notes: [options.length > 0 ? `It accepts: ${options.join(', ')}.` : 'It has no options.'],
});

export const missingOption = (span: Span, key: string, owner: string, description: string | undefined): Problem => ({
  code: 'EXPGRAPH_CONFIG_MISSING_KEY',
  message: `The option "${key}" is missing in ${owner}.`,
  span,
  notes: [`Add ${key}:${description ? ` ${description}` : ' it has no default.'}`],
});

export const wrongOption = (
  span: Span,
  option: string,
  found: string,
  expected: string,
  description?: string,
): Problem => ({
  code: 'EXPGRAPH_CONFIG_VALUE',
  message: `${option} is ${found}, expected ${expected}.`,
  span,
  notes: description ? [description] : [],
});

export const unknownChoice = (span: Span, option: string, found: string, choices: readonly string[]): Problem => ({
  code: 'EXPGRAPH_CONFIG_CHOICE',
  message: `${option} is ${found}, expected one of ${quoted(choices)}.${didYouMean(found.replace(/"/g, ''), choices)}`,
  span,
  notes: [],
});

export const unknownComponent = (span: Span, kind: string, type: string, types: readonly string[]): Problem => ({
  code: 'EXPGRAPH_COMPONENT_UNKNOWN',
  message: `No plugin provides the ${kind} "${type}".${didYouMean(type, types)}`,
  span,
  notes: [`There is: ${types.join(', ') || 'none'}.`],
});

// PLUGINS

export const pluginMissing = (span: Span | undefined, name: string, folder: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_MISSING',
  message: `The plugin "${name}" is not installed.`,
  span,
  notes: [`Looked from ${folder}.`, `Install it with: npm install ${name}`],
});

export const pluginFileMissing = (span: Span | undefined, name: string, absolute: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_FILE_MISSING',
  message: `There is no plugin file "${name}".`,
  span,
  notes: [`Looked for ${absolute}.`, 'Paths of plugins start at the folder of the experiment.'],
});

export const pluginBroken = (span: Span | undefined, name: string, reason: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_BROKEN',
  message: `The plugin "${name}" can not be loaded: ${reason}`,
  span,
  notes: ['This is a fault of the plugin.'],
});

export const notAPlugin = (span: Span | undefined, name: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_EXPORT',
  message: `"${name}" exports no plugin.`,
  span,
  notes: ["Its default export must be plugin({ name, nodes }) of '@expgraph/sdk'."],
});

export const duplicateNodeType = (span: Span | undefined, type: string, first: string, second: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_CONFLICT',
  message: `Two plugins provide "${type}": ${first} and ${second}.`,
  span,
  notes: ['Use one of them, or rename the type in the one that is yours.'],
});

export const inferenceFailed = (span: Span, node: string, type: string, reason: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_INFER',
  message: `The specs of "${node}" (${type}) can not be inferred: ${reason}`,
  span,
  notes: ['This is a fault of the plugin that provides the node.'],
});
