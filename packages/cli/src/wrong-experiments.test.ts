import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN } from './built-in.js';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

/** A valid experiment; each case makes one change that invalidates it. */
const RIGHT = `name: wrong
params: { size: 64 }
nodes:
  photos:
    type: load/images
    config: { source: ./photos, size: [64, 64], range: -1..1 }
  parts: { type: split, inputs: { data: photos }, config: { train: 0.5, validation: 0.25, test: 0.25 } }
  backbone: { type: backbone/mobilenet-v2, config: { inputSize: [64, 64], weights: none, alpha: 0.35 } }
  classifier:
    type: head/classifier
    inputs: { model: backbone, data: photos }
  trained:
    type: train
    inputs: { model: classifier, train: parts.train, validation: parts.validation }
    config: { epochs: 1, optimizer: { type: adam, learningRate: 0.001 } }
  test: { type: evaluate, inputs: { model: trained.model, data: parts.test } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-wrong-'));
  const images: [string, { r: number; g: number; b: number }][] = [
    ['photos/red/1.png', { r: 200, g: 0, b: 0 }],
    ['photos/red/2.png', { r: 180, g: 0, b: 0 }],
    ['photos/blue/1.png', { r: 0, g: 0, b: 200 }],
    ['photos/blue/2.png', { r: 0, g: 0, b: 180 }],
    ['one-class/red/1.png', { r: 200, g: 0, b: 0 }],
    ['one-class/red/2.png', { r: 180, g: 0, b: 0 }],
    ['damaged/red/1.png', { r: 200, g: 0, b: 0 }],
    ['damaged/blue/1.png', { r: 0, g: 0, b: 200 }],
  ];
  for (const [path, background] of images) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await sharp({ create: { width: 70, height: 60, channels: 3, background } })
      .png()
      .toFile(join(folder, path));
  }
  await writeFile(join(folder, 'damaged/blue/2.jpg'), 'this is no picture');
  await mkdir(join(folder, 'empty/nothing'), { recursive: true });
  await writeFile(join(folder, 'no-plugin.mjs'), 'export default { name: "not one" };\n');
  await writeFile(join(folder, 'broken-plugin.mjs'), 'throw new Error("it does not like this machine");\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function expgraph(words: readonly string[], yaml: string): Promise<{ code: number; output: string }> {
  await writeFile(join(folder, 'wrong.yaml'), yaml);
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd: folder, env }, (error, stdout, stderr) => {
      const output = (stderr || stdout).replaceAll(folder, '<folder>').trimEnd();
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output });
    });
  });
}

const spoil = (from: string, to: string) => {
  if (!RIGHT.includes(from)) throw new Error(`The experiment has no ${from}.`);
  return RIGHT.replace(from, () => to);
};

const frozen = (config: string, model = 'backbone') =>
  `  still: { type: freeze, inputs: { model: ${model} }, config: { ${config} } }\n`;

const INVALID: readonly [string, string, ...string[]][] = [
  ['an unknown top-level key', spoil('params:', 'parameters:')],
  ['YAML that is none', spoil('{ size: 64 }', '{ size: 64')],
  ['a key twice', `${RIGHT}  test: { type: evaluate }\n`],
  ['no nodes', 'name: wrong\nnodes: {}\n'],
  ['a name that is no name', spoil('  parts:', '  2 parts:')],
  ['a misspelled key of a node', spoil('    inputs: { model: backbone', '    input: { model: backbone')],
  ['a misspelled node type', spoil('head/classifier', 'head/classifer')],
  ['an unknown option', spoil('epochs: 1', 'epoch: 1')],
  ['an option of the wrong type', spoil('epochs: 1', 'epochs: many')],
  ['an option below its minimum', spoil('epochs: 1', 'epochs: 0')],
  ['a value that is no choice', spoil('range: -1..1', 'range: 0-255')],
  ['a list of the wrong length', spoil('size: [64, 64]', 'size: [64]')],
  ['a missing option', spoil(', size: [64, 64]', '')],
  ['an unknown optimizer', spoil('type: adam', 'type: adams')],
  ['an unknown option of an optimizer', spoil('learningRate: 0.001', 'learningrate: 0.001')],
  ['an unknown input', spoil('inputs: { data: photos }', 'inputs: { images: photos }')],
  ['a missing input', spoil('inputs: { model: backbone, data: photos }', 'inputs: { model: backbone }')],
  ['an input from nowhere', spoil('train: parts.train', 'train: part.train')],
  ['an unknown output', spoil('train: parts.train', 'train: parts.training')],
  ['an output that is not named', spoil('train: parts.train', 'train: parts')],
  ['an edge of the wrong kind', spoil('model: backbone, data: photos', 'model: photos, data: photos')],
  ['a cycle', spoil('inputs: { model: backbone, data: photos }', 'inputs: { model: trained.model, data: photos }')],
  ['a wrong image size', spoil('inputSize: [64, 64]', 'inputSize: [96, 96]')],
  ['a wrong value range', spoil('range: -1..1', 'range: 0..255')],
  ['shares that are too much', spoil('test: 0.25', 'test: 0.5')],
  ['shares that are all 0', spoil('train: 0.5, validation: 0.25, test: 0.25', 'train: 0, validation: 0, test: 0')],
  ['an unknown param', spoil('epochs: 1', 'epochs: "${params.sise}"')],
  ['a param without quotes', spoil('epochs: 1', 'epochs: ${params.size}')],
  ['feature maps without a head', spoil('model: classifier', 'model: backbone')],
  ['a step that unfreezes too late', spoil('epochs: 1', 'epochs: 3, unfreeze: [{ atEpoch: 3, last: 2 }]')],
  ['a step that unfreezes what is not frozen', spoil('epochs: 1', 'epochs: 3, unfreeze: [{ atEpoch: 1, last: 2 }]')],
  ['layers that are none', spoil('epochs: 1', 'epochs: 3, unfreeze: [{ atEpoch: 1, layers: ["blok_16_*"] }]')],
  ['a block that is none', spoil('  classifier:', `${frozen('from: block16')}  classifier:`)],
  ['more blocks than there are', spoil('  classifier:', `${frozen('last: 20')}  classifier:`)],
  ['a kind that is none', spoil('  classifier:', `${frozen('kinds: [Conv2d]')}  classifier:`)],
  ['options that fit no layer at once', spoil('  classifier:', `${frozen('last: 2, blocks: [stem]')}  classifier:`)],
  [
    'a model of which nothing trains',
    spoil('model: classifier, train', 'model: still, train').replace(
      '  trained:',
      `${frozen('', 'classifier')}  trained:`,
    ),
  ],
  [
    'a layer that cannot be put on another',
    spoil(
      '  classifier:',
      `  layers:
    type: model/sequential
    inputs: { data: photos }
    config: { layers: [{ type: flatten }, { type: conv2d, filters: 8, kernelSize: 3 }] }
  classifier:`,
    ),
  ],
  [
    'tags of tokens where classes of texts are wanted, and tokens that would not stay what they are',
    `name: wrong
nodes:
  sentences: { type: load/text, config: { source: a.conll, labelsOf: tokens } }
  words: { type: tokenize, inputs: { data: sentences } }
  more: { type: oversample, inputs: { data: sentences } }
`,
  ],
  [
    'labels that a node does not take, once, though they are joined with others behind it',
    spoil(
      '  backbone:',
      `  numbers:
    type: load/tfrecord
    config: { source: ./photos, input: [pixels], label: age, labelEncoding: number }
  more: { type: oversample, inputs: { data: numbers } }
  joined: { type: concat, inputs: { first: numbers, second: more } }
  backbone:`,
    ),
  ],
  ['weights that do not exist', spoil('weights: none', 'weights: open-images')],
  ['a plugin that is not installed', `plugins: [expgraph-nothing]\n${RIGHT}`],
  ['a plugin that is none', `plugins: [./no-plugin.mjs]\n${RIGHT}`],
  ['a plugin that breaks', `plugins: [./broken-plugin.mjs]\n${RIGHT}`],
  [
    'several mistakes at once',
    spoil('epochs: 1', 'epochs: 0')
      .replace('head/classifier', 'head/clasifier')
      .replace('range: -1..1', 'rnage: -1..1'),
  ],
];

describe('expgraph validate', () => {
  it('accepts the experiment that the cases modify', async () => {
    expect(await expgraph(['validate', 'wrong.yaml'], RIGHT)).toEqual({
      code: 0,
      output: `wrong.yaml is valid: 6 nodes, 8 edges, ${BUILT_IN.names.length} plugins.`,
    });
  });

  it.each(INVALID)('explains %s', async (_, yaml) => {
    const { code, output } = await expgraph(['validate', 'wrong.yaml'], yaml);
    expect(code).toBe(2);
    expect(`\n${output}\n`).toMatchSnapshot();
  });

  it.each([
    ['a file that is not there', ['validate', 'wrang.yaml']],
    ['--set of what is not there', ['validate', 'wrong.yaml', '--set', 'params.siez=3']],
    ['--set without a value', ['validate', 'wrong.yaml', '--set', 'params.size']],
  ])('explains %s', async (_, words) => {
    const { code, output } = await expgraph(words, RIGHT);
    expect(code).toBe(2);
    expect(`\n${output}\n`).toMatchSnapshot();
  });
});

const FAILING: readonly [string, number, string][] = [
  ['a folder that is missing', 2, spoil('./photos', './photo')],
  ['an empty folder', 1, spoil('./photos', './empty')],
  ['a file in place of a folder', 1, spoil('./photos', './wrong.yaml')],
  ['one class only', 1, spoil('./photos', './one-class')],
  ['a damaged image', 1, spoil('./photos', './damaged')],
  ['labels that match nothing', 1, spoil('range: -1..1', "range: -1..1, labels: '^(\\d+)$'")],
];

describe('expgraph run', () => {
  it.each(FAILING)('explains %s', async (_, expected, yaml) => {
    const alone = `${yaml.slice(0, yaml.indexOf('  backbone:'))}`;
    const { code, output } = await expgraph(['run', 'wrong.yaml', '--store', `store-${Math.random()}`], alone);
    expect(code).toBe(expected);
    const failure = output
      .slice(output.search(/wrong\.yaml:\d/))
      .split('\n\nparts:')[0]
      .split('\nparts: skipped')[0]
      .trimEnd();
    expect(`\n${failure}\n`).toMatchSnapshot();
  });
});
