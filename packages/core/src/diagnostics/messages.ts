import { suggest, withArticle } from '@expgraph/data/wording';
import { MAX_DEPTH, MAX_TEXT, MAX_VALUES } from '../document/limits.js';
import { brief, briefList } from './brief.js';
import type { Problem } from './problem.js';
import type { Span } from './span.js';

/** The catalog of errors in experiment files: one function per error. */

const quoted = (names: readonly string[]) => briefList(names, (name) => `"${name}"`);

const didYouMean = (name: string, candidates: Iterable<string>) => {
  const near = suggest(name, candidates);
  return near === undefined ? '' : ` Did you mean "${brief(near)}"?`;
};

/** Returns the fix for a value that YAML reads as a comment. */
const quoteComment = (key: string | undefined, comment: string | undefined) => {
  if (comment === undefined) return [];
  const isItem = key !== undefined && /^\d+$/.test(key);
  const before = key === undefined ? '' : isItem ? '- ' : `${brief(key)}: `;
  return [`In YAML, # begins a comment. Quote the value: ${before}"${brief(comment)}"`];
};

// READING

export const fileMissing = (file: string, absolute: string, near: string | undefined): Problem => ({
  code: 'EXPGRAPH_FILE_MISSING',
  message: `The experiment file "${brief(file, 500)}" does not exist.${near ? ` Did you mean "${near}"?` : ''}`,
  notes: [`Looked for ${absolute}.`, 'Give the path of a YAML file, for example experiments/finetune.yaml.'],
});

export const fileUnreadable = (file: string, reason: string): Problem => ({
  code: 'EXPGRAPH_FILE_UNREADABLE',
  message: `Cannot read the experiment file "${brief(file, 500)}": ${reason}.`,
  notes: ['Fix its permissions or its path.'],
});

export const experimentIsFolder = (file: string, experiments: readonly string[]): Problem => ({
  code: 'EXPGRAPH_FILE_MISSING',
  message: `"${brief(file, 500)}" is a folder, expected an experiment file.`,
  notes: [experiments.length > 0 ? `Use one of its files: ${quoted(experiments)}.` : 'It contains no YAML file.'],
});

export const fileTooLarge = (file: string, limit: number): Problem => ({
  code: 'EXPGRAPH_FILE_TOO_LARGE',
  message: `"${brief(file, 500)}" is larger than ${limit / 1024 / 1024} MB, the limit for experiments.`,
  notes: ['Give the path of an experiment. Keep data in separate files, and name them in the options of nodes.'],
});

export const fileEncoding = (span: Span, encoding: string, byte?: number): Problem => ({
  code: 'EXPGRAPH_FILE_ENCODING',
  message:
    byte === undefined
      ? `The file is not valid ${encoding}.`
      : `The byte 0x${byte.toString(16).padStart(2, '0')} is not valid ${encoding}.`,
  span,
  notes: ['Save the experiment as UTF-8, for example: iconv -f CP949 -t UTF-8 old.yaml > new.yaml'],
});

export const notText = (span: Span, character: string): Problem => ({
  code: 'EXPGRAPH_FILE_ENCODING',
  message: `The character U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} is not allowed in YAML.`,
  span,
  notes: [
    'Remove it, or write it as an escape in double quotes. If the file is not text, give the path of an experiment.',
  ],
});

export const yamlSyntax = (
  span: Span,
  reason: string,
  {
    unquotedParam,
    key,
    comment,
  }: { readonly unquotedParam?: boolean; readonly key?: string; readonly comment?: string },
): Problem => ({
  code: 'EXPGRAPH_YAML_SYNTAX',
  message: `This is not valid YAML: ${brief(reason, 300)}`,
  span,
  notes: [
    ...quoteComment(key, comment),
    unquotedParam
      ? 'Between { } and [ ], quote ${params.name}: "${params.name}".'
      : 'Check the indentation, quotes and brackets here and in the line above.',
  ],
});

export const manyDocuments = (span: Span): Problem => ({
  code: 'EXPGRAPH_YAML_SYNTAX',
  message: 'A second document begins here, expected one document.',
  span,
  notes: ['Remove the line "---", or write each experiment to a separate file.'],
});

export const tooDeep = (span: Span, limit: number): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_TOO_LARGE',
  message: `Mappings and lists are nested more than ${limit} levels deep.`,
  span,
  notes: ['Check the brackets and the indentation.'],
});

export const unknownTag = (span: Span, tag: string): Problem => ({
  code: 'EXPGRAPH_YAML_TAG',
  message: `Unknown tag ${brief(tag)}, expected plain YAML.`,
  span,
  notes: ['Remove the tag. Use text, numbers, true, false, null, lists and mappings.'],
});

export const duplicateKey = (span: Span, key: string): Problem => ({
  code: 'EXPGRAPH_YAML_SYNTAX',
  message: `Duplicate key "${brief(key)}".`,
  span,
  notes: ['Remove or rename one of the two: the second would replace the first.'],
});

export const unnamedKey = (span: Span): Problem => ({
  code: 'EXPGRAPH_YAML_SYNTAX',
  message: 'A key is a list or a mapping, expected a name.',
  span,
  notes: ['Quote the key when it is a name with brackets or braces.'],
});

export const unknownAnchor = (span: Span, name: string, anchors: readonly string[]): Problem => ({
  code: 'EXPGRAPH_YAML_ALIAS',
  message: `Unknown anchor "${brief(name)}".${didYouMean(name, anchors)}`,
  span,
  notes: [
    anchors.length > 0
      ? `An alias *name repeats an anchor &name before it. The anchors are: ${quoted(anchors)}.`
      : 'An alias *name repeats an anchor &name before it, and the file has none. Quote text that begins with *.',
  ],
});

export const circularAnchor = (span: Span, name: string): Problem => ({
  code: 'EXPGRAPH_YAML_ALIAS',
  message: `The anchor "${brief(name)}" contains itself.`,
  span,
  notes: ['Remove this alias, or move the anchor.'],
});

export const mergeNeedsMapping = (span: Span): Problem => ({
  code: 'EXPGRAPH_YAML_ALIAS',
  message: 'The value of "<<" is not a mapping, expected an alias of a mapping or a list of them.',
  span,
  notes: ['Write <<: *name, where &name is the anchor of a mapping.'],
});

export const expandsTooMuch = (span: Span, excess: keyof typeof EXPANSION): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_TOO_LARGE',
  message: `The experiment expands to more than ${EXPANSION[excess]}.`,
  span,
  notes: ['Remove aliases and ${...} that repeat each other. Keep data in separate files.'],
});

const EXPANSION = {
  values: `${MAX_VALUES.toLocaleString('en-US')} values`,
  characters: `${(MAX_TEXT / 1024 / 1024).toLocaleString('en-US')} million characters`,
  levels: `${MAX_DEPTH} levels of mappings, lists and params`,
};

export const unknownTopLevelKey = (span: Span, key: string, allowed: readonly string[]): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_UNKNOWN_KEY',
  message: `Unknown key "${brief(key)}" in the experiment.${didYouMean(key, allowed)}`,
  span,
  notes: [`Use one of: ${allowed.join(', ')}.`],
});

export const wrongDocumentType = (
  span: Span,
  subject: string,
  expected: string,
  found: string,
  comment?: { readonly key: string; readonly text: string | undefined },
): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_TYPE',
  message: `${subject} is ${found}, expected ${expected}.`,
  span,
  notes: [`Write ${expected} here.`, ...quoteComment(comment?.key, comment?.text)],
});

export const missingDocumentKey = (span: Span, subject: string, key: string, example: string): Problem => ({
  code: 'EXPGRAPH_DOCUMENT_MISSING_KEY',
  message: `${subject} has no "${key}".`,
  span,
  notes: [`Add it, for example: ${example}`],
});

export const unknownNodeKey = (span: Span, node: string, key: string): Problem => ({
  code: 'EXPGRAPH_NODE_UNKNOWN_KEY',
  message: `Unknown key "${brief(key)}" in the node "${brief(node)}".${didYouMean(key, ['type', 'inputs', 'config'])}`,
  span,
  notes: ['Use type, inputs or config. Write options of the node under config.'],
});

export const malformedNodeId = (span: Span, id: string): Problem => ({
  code: 'EXPGRAPH_NODE_ID',
  message: `"${brief(id)}" is not a valid node id.`,
  span,
  notes: ['Start with a letter, and use letters, digits, dashes and underscores.'],
});

export const nameTooLong = (span: Span, name: string, limit: number): Problem => ({
  code: 'EXPGRAPH_NAME_TOO_LONG',
  message: `The name "${brief(name)}" has ${name.length.toLocaleString('en-US')} characters, expected at most ${limit}.`,
  span,
  notes: ['Shorten the name: it becomes part of file names.'],
});

export const fileNameTooLong = (name: string, limit: number): Problem => ({
  code: 'EXPGRAPH_NAME_TOO_LONG',
  message: `The file name "${brief(name)}" is the name of the experiment and has ${name.length.toLocaleString('en-US')} characters, expected at most ${limit}.`,
  notes: ['Add name: to the experiment, or rename the file.'],
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
    message: `Unknown param "${brief(name)}".${didYouMean(name, known)}`,
    span,
    notes: [known.length > 0 ? `Use one of: ${briefList(known)}.` : 'Add it under params.'],
  };
};

export const wrongExpression = (span: Span, expression: string): Problem => ({
  code: 'EXPGRAPH_PARAM_EXPRESSION',
  message: `"\${${brief(expression)}}" is not a valid expression.`,
  span,
  notes: ['Write ${params.name}, or $${ for a literal ${.'],
});

export const circularParam = (span: Span, chain: readonly string[]): Problem => ({
  code: 'EXPGRAPH_PARAM_CYCLE',
  message: `A param refers to itself: ${chain.map((name) => brief(name)).join(' → ')}.`,
  span,
  notes: ['Replace one of the references by a value.'],
});

export const malformedSet = (span: Span, setting: string): Problem => ({
  code: 'EXPGRAPH_SET_MALFORMED',
  message: `"${brief(setting)}" is not of the form path=value.`,
  span,
  notes: ['Write for example --set params.epochs=3, or --set nodes.train.config.batchSize=16.'],
});

/** `candidates` are the keys at the parent path; undefined if the parent is a scalar. */
export const unknownSetPath = (
  span: Span,
  setting: string,
  segment: string,
  candidates?: readonly string[],
): Problem => ({
  code: 'EXPGRAPH_SET_PATH',
  message: `--set "${brief(setting)}": "${brief(segment)}" does not exist.${didYouMean(segment, candidates ?? [])}`,
  span,
  notes: [setPathNote(candidates)],
});

function setPathNote(candidates: readonly string[] | undefined): string {
  if (candidates === undefined) return 'The path leads to a single value. Remove the rest of the path.';
  return candidates.length > 0
    ? `Use one of: ${briefList(candidates)}.`
    : 'The file has no keys at this path. Add it to the file.';
}

export const unknownForcedNode = (id: string, nodes: readonly string[]): Problem => ({
  code: 'EXPGRAPH_FORCE_NODE',
  message: `Unknown node "${brief(id)}" in --force.${didYouMean(id, nodes)}`,
  notes: [`Use one of: ${briefList(nodes)}.`],
});

// NODES AND EDGES

export const unknownNodeType = (
  span: Span,
  type: string,
  types: readonly string[],
  plugins: readonly string[],
): Problem => ({
  code: 'EXPGRAPH_NODE_TYPE_UNKNOWN',
  message: `Unknown node type "${brief(type)}".${didYouMean(type, types)}`,
  span,
  notes: [`Loaded plugins: ${briefList(plugins)}. List every node type with: npx expgraph nodes`],
});

export const renamedNodeType = (span: Span, type: string, newName: string): Problem => ({
  code: 'EXPGRAPH_NODE_TYPE_UNKNOWN',
  message: `"${brief(type)}" has been renamed to "${newName}".`,
  span,
  notes: [`Write type: ${newName}`],
});

export const unknownInput = (
  span: Span,
  node: string,
  type: string,
  port: string,
  ports: readonly string[],
): Problem => ({
  code: 'EXPGRAPH_PORT_UNKNOWN',
  message: `The node "${node}" (${type}) has no input "${brief(port)}".${didYouMean(port, ports)}`,
  span,
  notes: [ports.length > 0 ? `Use one of: ${ports.join(', ')}.` : 'Remove it: the node has no inputs.'],
});

export const missingInput = (span: Span, node: string, type: string, port: string, kind: string): Problem => ({
  code: 'EXPGRAPH_PORT_UNCONNECTED',
  message: `The input "${port}" of "${node}" (${type}) is not connected.`,
  span,
  notes: [`It takes ${withArticle(kind)}. Connect one: inputs: { ${port}: <node> } or { ${port}: <node>.<output> }.`],
});

export const unknownReference = (span: Span, reference: string, nodes: readonly string[]): Problem => ({
  code: 'EXPGRAPH_REFERENCE_NODE',
  message: `Unknown node "${brief(reference)}".${didYouMean(reference, nodes)}`,
  span,
  notes: [`Use one of: ${briefList(nodes)}.`],
});

export const unknownOutput = (span: Span, node: string, output: string, outputs: readonly string[]): Problem => ({
  code: 'EXPGRAPH_REFERENCE_OUTPUT',
  message: `The node "${node}" has no output "${brief(output)}".${didYouMean(output, outputs)}`,
  span,
  notes: [outputs.length > 0 ? `Use one of: ${outputs.join(', ')}.` : 'Connect another node: this one has no outputs.'],
});

export const ambiguousOutput = (span: Span, node: string, outputs: readonly string[]): Problem => ({
  code: 'EXPGRAPH_REFERENCE_AMBIGUOUS',
  message: `The node "${node}" has ${outputs.length} outputs, expected the name of one.`,
  span,
  notes: [`Write ${outputs.map((output) => `${node}.${output}`).join(' or ')}.`],
});

export const wrongKind = (span: Span, reference: string, found: string, port: string, expected: string): Problem => ({
  code: 'EXPGRAPH_PORT_KIND',
  message: `Cannot connect ${brief(reference)} to ${port}: it is ${withArticle(found)}, expected ${withArticle(expected)}.`,
  span,
  notes: [
    `Connect an output that is ${withArticle(expected)}. List the outputs of a node with: npx expgraph nodes TYPE`,
  ],
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
      'Change the node that outputs it, or insert a node that converts it.',
    ],
  };
};

export const cycle = (span: Span, nodes: readonly string[], edges: readonly string[]): Problem => ({
  code: 'EXPGRAPH_GRAPH_CYCLE',
  message: `The nodes form a cycle: ${shortened(nodes).join(' → ')}.`,
  span,
  notes: [...shortened(edges), 'Remove one of these edges.'],
});

/** Returns both ends of a long list. */
const shortened = (names: readonly string[]) =>
  names.length > 12 ? [...names.slice(0, 6), '…', ...names.slice(-5)] : names;

// CONFIG

export const unknownOption = (span: Span, key: string, owner: string, options: readonly string[]): Problem => ({
  code: 'EXPGRAPH_CONFIG_UNKNOWN_KEY',
  message: `Unknown option "${brief(key)}" in ${owner}.${didYouMean(
    key,
    options.map((option) => option.replace(/ .*/, '')),
  )}`,
  span,
  notes: [options.length > 0 ? `Use one of: ${options.join(', ')}.` : 'Remove it: no options are allowed here.'],
});

export const renamedOption = (span: Span, key: string, newName: string, owner: string): Problem => ({
  code: 'EXPGRAPH_CONFIG_UNKNOWN_KEY',
  message: `"${brief(key)}" has been renamed to "${newName}".`,
  span,
  notes: [`Rename it in ${owner}.`],
});

export const renamedValue = (span: Span, value: string, newName: string, owner: string): Problem => ({
  code: 'EXPGRAPH_CONFIG_CHOICE',
  message: `"${brief(value)}" has been renamed to "${newName}".`,
  span,
  notes: [`Write ${newName} as the value of ${owner}.`],
});

export const missingOption = (span: Span, key: string, owner: string, description: string | undefined): Problem => ({
  code: 'EXPGRAPH_CONFIG_MISSING_KEY',
  message: `The option "${brief(key)}" is missing in ${owner}.`,
  span,
  notes: [description ? `Add ${key}: ${description}` : `Add ${key}. It has no default.`],
});

export const wrongOption = (
  span: Span,
  option: string,
  found: string,
  expected: string,
  { description, key, comment }: OptionDetails = {},
): Problem => ({
  code: 'EXPGRAPH_CONFIG_VALUE',
  message: `${option} is ${found}, expected ${expected}.`,
  span,
  notes: [...(description ? [description] : []), ...quoteComment(key, comment)],
});

export interface OptionDetails {
  readonly description?: string;
  readonly key?: string;
  /** Comment in place of the value. */
  readonly comment?: string;
}

export const unknownChoice = (
  span: Span,
  option: string,
  found: string,
  choices: readonly string[],
  { key, comment }: OptionDetails = {},
): Problem => ({
  code: 'EXPGRAPH_CONFIG_CHOICE',
  message: `${option} is ${found}, expected one of ${quoted(choices)}.${didYouMean(found.replace(/"/g, ''), choices)}`,
  span,
  notes: quoteComment(key, comment),
});

export const unknownComponent = (span: Span, kind: string, type: string, types: readonly string[]): Problem => ({
  code: 'EXPGRAPH_COMPONENT_UNKNOWN',
  message: `Unknown ${kind} "${brief(type)}".${didYouMean(type, types)}`,
  span,
  notes: [types.length > 0 ? `Use one of: ${briefList(types)}.` : `Load a plugin that provides ${withArticle(kind)}.`],
});

// PLUGINS

export const pluginMissing = (span: Span | undefined, name: string, folder: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_MISSING',
  message: `The plugin "${brief(name)}" is not installed.`,
  span,
  notes: [`Looked from ${folder}.`, `Install it with: npm install ${brief(name)}`],
});

export const pluginFileMissing = (span: Span | undefined, name: string, absolute: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_FILE_MISSING',
  message: `The plugin file "${brief(name)}" does not exist.`,
  span,
  notes: [`Looked for ${brief(absolute, 500)}.`, 'Paths of plugins are relative to the folder of the experiment.'],
});

/** `details` has the position in the plugin, and notes of its error. */
export const pluginBroken = (
  span: Span | undefined,
  name: string,
  reason: string,
  details: readonly string[] = [],
): Problem => ({
  code: 'EXPGRAPH_PLUGIN_BROKEN',
  message: `Cannot load the plugin "${brief(name)}": ${brief(reason, 500)}`,
  span,
  notes: [...details, 'Fix the plugin, or report it to its author.'],
});

export interface NodeClassOwner {
  readonly className: string;
  readonly type: string;
  readonly plugin: string;
  /** Path of a local plugin. */
  readonly file?: string;
}

const inPlugin = ({ plugin, file }: NodeClassOwner) =>
  `in the plugin "${brief(plugin)}"${file === undefined ? '' : ` (${brief(file, 500)})`}`;

export const parameterNotInjected = (span: Span | undefined, owner: NodeClassOwner, parameter: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_INJECT',
  message: `The constructor parameter ${parameter} of ${owner.className} (${owner.type}) has no @inject, ${inPlugin(owner)}.`,
  span,
  notes: ['Add @inject with the service, for example: constructor(@inject(Random) private readonly random: Random) {}'],
});

export const malformedNodeClass = (
  span: Span | undefined,
  owner: NodeClassOwner,
  found: string,
  fix: string,
): Problem => ({
  code: 'EXPGRAPH_PLUGIN_NODE_CLASS',
  message: `The node class ${owner.className} (${owner.type}) ${found}, ${inPlugin(owner)}.`,
  span,
  notes: [fix],
});

export const notAPlugin = (span: Span | undefined, name: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_EXPORT',
  message: `The plugin "${brief(name)}" has no default export that is a plugin.`,
  span,
  notes: ["Add: export default plugin({ name: '...', nodes: [...] }), with plugin from '@expgraph/sdk'."],
});

export const duplicateNodeType = (span: Span | undefined, type: string, first: string, second: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_CONFLICT',
  message: `Two plugins provide "${type}": ${first} and ${second}.`,
  span,
  notes: ['Remove one of the plugins, or rename the node type in one of them.'],
});

export const inferenceFailed = (span: Span, node: string, type: string, reason: string): Problem => ({
  code: 'EXPGRAPH_PLUGIN_INFER',
  message: `Cannot infer the specs of "${node}" (${type}): ${reason}`,
  span,
  notes: ['Report it to the author of the plugin that provides the node.'],
});
