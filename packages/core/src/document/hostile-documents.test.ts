import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { wrongOption } from '../diagnostics/messages.js';
import { MAX_PROBLEMS, ProblemList } from '../diagnostics/problem-list.js';
import { renderProblems } from '../diagnostics/render.js';
import { ExpansionBudget } from './expansion-budget.js';
import { MAX_BYTES, MAX_VALUES } from './limits.js';
import { Locator } from './locator.js';
import { parseYaml } from './parse-yaml.js';
import { readDocument, readDocumentText } from './read-document.js';
import { resolveParams } from './resolve-params.js';
import { toPlain } from './to-plain.js';

function invalid(text: string, set: readonly string[] = []): InvalidExperiment {
  try {
    readDocumentText(text, { file: 'e.yaml', folder: '/', set });
  } catch (error) {
    if (error instanceof InvalidExperiment) return error;
    throw error;
  }
  throw new Error('The document is valid.');
}

/** Returns `line:column CODE message` of each problem. */
const problemsOf = (text: string, set?: readonly string[]) =>
  invalid(text, set).problems.map(({ span, code, message }) => `${span?.line}:${span?.column} ${code} ${message}`);

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index));
const node = (config: string) => `nodes:\n  a: { type: t, config: ${config} }\n`;

describe('aliases', () => {
  it('are rejected for an unknown anchor, with a suggestion', () => {
    expect(problemsOf(`params: &sizes 1\n${node('*size')}`)).toEqual([
      '3:25 EXPGRAPH_YAML_ALIAS Unknown anchor "size". Did you mean "sizes"?',
    ]);
  });

  it('are rejected if they contain themselves', () => {
    expect(problemsOf(`params: &p { x: [*p] }\n${node('{}')}`)).toEqual([
      '1:18 EXPGRAPH_YAML_ALIAS The anchor "p" contains itself.',
    ]);
  });

  it('may not expand without limit', () => {
    const bomb = lines(12, (index) => `  a${index}: &a${index} [${index ? Array(9).fill(`*a${index - 1}`) : 'x'}]`);
    const text = `params:\n${bomb.join('\n')}\n${node('{}')}`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(
        /^\d+:\d+ EXPGRAPH_DOCUMENT_TOO_LARGE The experiment expands to more than 100,000 values\.$/,
      ),
    ]);
    const budget = new ExpansionBudget();
    const { yaml, map } = parseYaml(text, 'e.yaml');
    toPlain(yaml.contents, { problems: new ProblemList(), budget, span: map.span.bind(map) });
    expect(budget.spent.values).toBe(MAX_VALUES + 1);
  });

  it('become copies, so that --set changes one place', () => {
    const text = 'nodes:\n  a: { type: t, config: &c { x: 1 } }\n  b: { type: t, config: *c }\n';
    const { nodes } = readDocumentText(text, { file: 'e.yaml', folder: '/', set: ['nodes.b.config.x=2'] });
    expect(nodes.map(({ config }) => config)).toEqual([{ x: 1 }, { x: 2 }]);
  });

  it('are merged by <<, and explicit keys win', () => {
    const text = 'nodes:\n  a: { type: t, config: &c { x: 1, y: 2 } }\n  b: { type: t, config: { y: 3, <<: *c } }\n';
    expect(readDocumentText(text, { file: 'e.yaml', folder: '/' }).nodes[1].config).toEqual({ x: 1, y: 3 });
    expect(problemsOf(node('{ <<: 3 }'))[0]).toContain('The value of "<<" is not a mapping');
  });
});

describe('params', () => {
  it.each([
    ['texts that double', (index: number) => `"\${params.p${index - 1}}\${params.p${index - 1}}"`],
    ['lists that double', (index: number) => `["\${params.p${index - 1}}", "\${params.p${index - 1}}"]`],
  ])('may not expand without limit: %s', (_, line) => {
    const text = `params:\n${lines(32, (index) => `  p${index}: ${index ? line(index) : 'ha'}`).join('\n')}\n${node('{}')}`;
    expect(problemsOf(text)).toHaveLength(1);
    expect(invalid(text).problems[0].code).toBe('EXPGRAPH_DOCUMENT_TOO_LARGE');
    const { yaml, map } = parseYaml(text, 'e.yaml');
    const budget = new ExpansionBudget();
    resolveParams(yaml.toJS() as Record<string, unknown>, new Locator(map, []), new ProblemList(), budget);
    expect(budget.spent.values).toBe(MAX_VALUES + 1);
  });

  it('may not repeat long texts without limit', () => {
    const many = lines(100, () => '"${params.long}"').join(', ');
    expect(problemsOf(`params: { long: ${'x'.repeat(100_000)} }\n${node(`{ x: [${many}] }`)}`)[0]).toContain(
      'expands to more than 4 million characters',
    );
  });

  it('do not include properties of Object.prototype', () => {
    expect(problemsOf(node('{ x: "${params.constructor}" }'))).toEqual([
      '2:30 EXPGRAPH_PARAM_UNKNOWN Unknown param "constructor".',
    ]);
  });
});

describe('nesting', () => {
  it.each([
    ['a flow list', '['.repeat(5000) + ']'.repeat(5000)],
    ['an unclosed one', '['.repeat(5000)],
    ['mappings', `${'{ a: '.repeat(5000)}1${' }'.repeat(5000)}`],
  ])('is bounded: %s', (_, config) => {
    expect(problemsOf(node(config))).toEqual([
      expect.stringMatching(
        /^2:\d+ EXPGRAPH_DOCUMENT_TOO_LARGE Mappings and lists are nested more than 64 levels deep\.$/,
      ),
    ]);
  });

  it('is limited for params too', () => {
    const chain = lines(100, (index) => `  p${index}: { x: ${index ? `"\${params.p${index - 1}}"` : 1} }`);
    expect(problemsOf(`params:\n${chain.join('\n')}\n${node('{}')}`)[0]).toContain(
      '64 levels of mappings, lists and params',
    );
  });
});

describe('names and values', () => {
  it('rejects a name that is not a valid file name', () => {
    expect(problemsOf(`name: ${'n'.repeat(101)}\nnodes:\n  ${'a'.repeat(230)}: { type: t }\n`)).toEqual([
      expect.stringMatching(/^1:7 EXPGRAPH_NAME_TOO_LONG The name "n+…" has 101 characters, expected at most 100\.$/),
      expect.stringMatching(/^3:3 EXPGRAPH_NAME_TOO_LONG The name "a+…" has 230 characters, expected at most 100\.$/),
    ]);
    const text = node('{}');
    expect(() => readDocumentText(text, { file: `${'f'.repeat(101)}.yaml`, folder: '/' })).toThrow(
      'EXPGRAPH_NAME_TOO_LONG',
    );
  });

  it('truncates quoted values and lines', () => {
    const [long, name] = ['z'.repeat(100_000), 'y'.repeat(1000)];
    const { problems, text } = invalid(
      `${name}: 1\nname: "${long}!"\nnodes: { ${name}: { ${name}: 1, type: [${long}] } }\n`,
    );
    expect(problems.length).toBeGreaterThan(3);
    expect(renderProblems(problems, text).length).toBeLessThan(10_000);
  });

  it('limits the number of problems', () => {
    const text = `nodes:\n${lines(5000, (index) => `  n${index}: { typ: x }`).join('\n')}\n`;
    expect(problemsOf(text)).toHaveLength(MAX_PROBLEMS);
  });

  it('treats keys of Object.prototype as ordinary keys', () => {
    const { nodes } = readDocumentText(node('{ __proto__: { x: 1 } }'), { file: 'e.yaml', folder: '/' });
    expect(Object.keys(nodes[0].config as object)).toEqual(['__proto__']);
  });
});

describe('YAML that is not an experiment', () => {
  it.each([
    ['!!binary', '{ x: !!binary aGk= }', '2:30 EXPGRAPH_YAML_TAG Unknown tag !!binary, expected plain YAML.'],
    ['!!set', '!!set { a, b }', '2:25 EXPGRAPH_YAML_TAG Unknown tag !!set, expected plain YAML.'],
    ['!!js', '!!js/function "x"', '2:25 EXPGRAPH_YAML_TAG Unknown tag !!js/function, expected plain YAML.'],
    ['a duplicate key', '{ x: 1, "x": 2 }', '2:33 EXPGRAPH_YAML_SYNTAX Duplicate key "x".'],
    ['a key without a name', '{ [a]: 2 }', '2:27 EXPGRAPH_YAML_SYNTAX A key is a list or a mapping, expected a name.'],
    ['NUL', 'a\0', '2:26 EXPGRAPH_FILE_ENCODING The character U+0000 is not allowed in YAML.'],
    ['an escape', 'a\x1b[2J', '2:26 EXPGRAPH_FILE_ENCODING The character U+001B is not allowed in YAML.'],
  ])('is refused: %s', (_, config, expected) => {
    expect(problemsOf(node(config))).toEqual([expected]);
  });

  it('is rejected if a second document follows', () => {
    expect(problemsOf(`${node('{}')}---\n${node('{}')}`)).toEqual([
      '3:1 EXPGRAPH_YAML_SYNTAX A second document begins here, expected one document.',
    ]);
  });

  it('suggests quotes if # turns a value into a comment', () => {
    expect(invalid('nodes:\n  a:\n    type: #1\n').problems[0].notes).toContain(
      'In YAML, # begins a comment. Quote the value: type: "#1"',
    );
    expect(invalid(node('[#ff0000, 1]')).problems[0].notes).toContain(
      'In YAML, # begins a comment. Quote the value: "#ff0000"',
    );
    const span = { file: 'e.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
    expect(wrongOption(span, '"size.0"', 'empty', 'a number', { key: '0', comment: '#1' }).notes).toEqual([
      'In YAML, # begins a comment. Quote the value: - "#1"',
    ]);
  });

  it.each([
    ['behind it', node('{ size: 1, background: #ff0000 }')],
    ['in the next line', 'nodes:\n  a: { type: t, config: { background: #ff0000,\n    size: 1 } }\n'],
    ['in the next node', 'nodes:\n  a:\n    config: { x: 1, background: #ff0000 }\n  b: { type: t }\n'],
  ])('suggests quotes where a comment hides the bracket %s', (_, text) => {
    expect(invalid(text).problems[0].notes).toContain(
      'In YAML, # begins a comment. Quote the value: background: "#ff0000"',
    );
  });

  it('suggests no quotes for a comment after a value', () => {
    const { notes } = invalid('nodes:\n  a:\n    config: { x: 1 # one\n  b: { type: t }\n').problems[0];
    expect(notes).toEqual(['Check the indentation, quotes and brackets here and in the line above.']);
  });
});

describe('bytes', () => {
  const read = async (bytes: Uint8Array) => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-bytes-'));
    const file = join(folder, 'e.yaml');
    await writeFile(file, bytes);
    try {
      return await readDocument(file).catch((error: InvalidExperiment) => error);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('are rejected if they are not UTF-8, with their position', async () => {
    const bytes = Buffer.concat([Buffer.from('nodes:\n  가: '), Buffer.from([0xc1, 0xa4])]);
    const { problems } = (await read(bytes)) as InvalidExperiment;
    expect(problems).toMatchObject([
      { code: 'EXPGRAPH_FILE_ENCODING', message: 'The byte 0xc1 is not valid UTF-8.', span: { line: 2, column: 6 } },
    ]);
  });

  it.each([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${node('{}')}`)],
    ['UTF-16LE', Buffer.from(`\ufeff${node('{}')}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`\ufeff${node('{}')}`, 'utf16le').swap16()],
  ])('may be %s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({ nodes: [{ id: 'a', type: 't' }] });
  });

  it('are limited', async () => {
    const { problems } = (await read(Buffer.alloc(MAX_BYTES + 1, 'x'))) as InvalidExperiment;
    expect(problems[0].message).toContain('is larger than 1 MB');
  });
});

describe('--set', () => {
  const shown = (text: string, ...set: string[]) => {
    const error = invalid(text, set);
    return renderProblems(error.problems, error.text).split('\n');
  };

  it('is the position of its problems', () => {
    expect(shown(node('{}'), 'nodes.a.config=5')).toEqual([
      '--set EXPGRAPH_DOCUMENT_TYPE',
      '"config" of "a" is 5, expected a mapping of options to values.',
      '',
      '  --set nodes.a.config=5',
      '                       ^',
      '',
      '  Write a mapping of options to values here.',
    ]);
    expect(shown(`params: { n: 1 }\nnodes: { a: "\${params.n}" }\n`, 'params.n=한글').slice(3, 5)).toEqual([
      '  --set params.n=한글',
      '                 ^^^^',
    ]);
    expect(shown(node('{}'), 'nodes.a.inputs={ x: y, z: [1] }').slice(3, 5)).toEqual([
      '  --set nodes.a.inputs={ x: y, z: [1] }',
      '                                  ^^^',
    ]);
    expect(shown(node('{}'), 'nodes.a.tipe=b').slice(1, 5)).toEqual([
      '--set "nodes.a.tipe=b": "tipe" does not exist. Did you mean "type"?',
      '',
      '  --set nodes.a.tipe=b',
      '                ^^^^',
    ]);
  });

  it('treats a value that is not YAML as text', () => {
    const set = ['nodes.a.config.p=%x', 'nodes.a.config.g=*.csv', 'nodes.a.config.c=#ff0000', 'nodes.a.config.l=[1'];
    const { nodes } = readDocumentText(node('{}'), { file: 'e.yaml', folder: '/', set });
    expect(nodes[0].config).toEqual({ p: '%x', g: '*.csv', c: '#ff0000', l: '[1' });
  });
});
