import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { validateExperiment } from '../experiment.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Returns the messages and notes of an experiment with a local plugin. */
async function problemsOf(code: string): Promise<string[]> {
  await writeFile(join(folder, 'local.ts'), code);
  const yaml = join(folder, 'one.yaml');
  await writeFile(yaml, 'plugins: [./local.ts]\nnodes:\n  one: { type: local/one }\n');
  try {
    await validateExperiment(yaml, { store: join(folder, 'store') });
    return [];
  } catch (error) {
    return (error as InvalidExperiment).problems.flatMap(({ message, notes }) => [message, ...notes]);
  }
}

const node = (
  members: string,
  statics = 'inputs = {}; static readonly outputs = {}; static readonly config = Type.Object({})',
) =>
  `import { inject, node, plugin, Random, Type } from '@expgraph/sdk';
@node('local/one')
class One {
  static readonly ${statics};
  ${members}
}
export default plugin({ name: 'local', nodes: [One] });
`;

it('names constructor parameters without @inject, with plugin, class and file', async () => {
  const problems = await problemsOf(
    node(
      'constructor(random: Random, @inject(Random) private readonly other: Random, last: unknown) {} run() { return {}; }',
    ),
  );
  const place = `in the plugin "./local.ts" (${join(folder, 'local.ts')}).`;
  expect(problems.filter((line) => line.includes('has no @inject'))).toEqual([
    `The constructor parameter random of One (local/one) has no @inject, ${place}`,
    `The constructor parameter last of One (local/one) has no @inject, ${place}`,
  ]);
});

it.each([
  ['static inputs', 'x = 1', 'run() { return {}; }', 'has no static inputs'],
  [
    'a port',
    'inputs = { data: {} }; static readonly outputs = {}',
    'run() { return {}; }',
    'has no valid port "data" in inputs',
  ],
  ['static config', 'inputs = {}; static readonly outputs = {}', 'run() { return {}; }', 'has no static config'],
  ['run', undefined, '', 'has no method run'],
])('reports a class without %s', async (_, statics, members, message) => {
  expect((await problemsOf(node(members, statics)))[0]).toContain(
    `The node class One (local/one) ${message}, in the plugin`,
  );
});

it('gives line and column of a compile error', async () => {
  const [message, position, line, caret, fix] = await problemsOf(
    "import { plugin } from '@expgraph/sdk';\n\nconst a = {;\n",
  );
  expect(message).toBe('Cannot load the plugin "./local.ts": Expected identifier but found ";"');
  expect(position).toMatch(/local\.ts:3:12$/);
  expect([line, caret]).toEqual(['  const a = {;', `  ${' '.repeat(11)}^`]);
  expect(fix).toBe('Fix the plugin, or report it to its author.');
});

it('gives the position in the source of an error at load', async () => {
  const [message, frame] = await problemsOf(
    'interface Unused {\n  a: number;\n}\nconst settings: { x?: Unused } = {};\nexport default settings.x!.a;\n',
  );
  expect(message).toContain("Cannot read properties of undefined (reading 'a')");
  expect(frame).toMatch(/local\.ts:5:\d+\)?$/);
});

it('accepts a valid plugin', async () => {
  expect(
    await problemsOf(node('constructor(@inject(Random) private readonly random: Random) {} run() { return {}; }')),
  ).toEqual([]);
});
