import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { component, type NodeClass, node, plugin, Type } from '@expgraph/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { renderProblems } from '../diagnostics/render.js';
import { readDocument } from '../document/read-document.js';
import { buildGraph } from '../graph/build-graph.js';
import { createRegistry } from '../plugins/create-registry.js';
import { experimentSchema } from './experiment-schema.js';

@node('test/new-name')
class Renamed {
  static readonly inputs = {};
  static readonly outputs = {};
  static readonly config = Type.Object(
    {
      colorMode: Type.Choice(['rgb', 'grayscale'], { renamedValues: { grey: 'grayscale' } }),
      crop: Type.Optional(
        Type.Object({ center: Type.Boolean({ default: false }) }, { renamed: { centre: 'center' } }),
      ),
      mode: Type.Optional(
        Type.Union([
          Type.Choice(['color', 'none'], { renamedValues: { colour: 'color' } }),
          Type.Object({ color: Type.Number() }, { renamed: { colour: 'color' } }),
        ]),
      ),
      part: Type.Optional(Type.Component('test-part' as never)),
    },
    { renamed: { colour: 'colorMode' } },
  );
  run() {
    return {};
  }
}

const part = component({
  kind: 'test-part' as never,
  type: 'blur',
  config: Type.Object({ color: Type.Optional(Type.Number()) }, { renamed: { colour: 'color' } }),
  create: () => undefined as never,
});

const registry = createRegistry([
  {
    plugin: plugin({
      name: 'test',
      nodes: [Renamed as NodeClass],
      components: [part],
      renamed: { 'test/old-name': 'test/new-name' },
    }),
    name: 'test',
    codeIdentity: 'test@1',
  },
]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-renamed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Returns the place, message and notes of each problem of an experiment with one node. */
async function problemsOf(config: string, type = 'test/new-name'): Promise<string[]> {
  const path = join(folder, 'one.yaml');
  await writeFile(path, `nodes:\n  one:\n    type: ${type}\n    config: ${config}\n`);
  try {
    buildGraph(await readDocument(path), registry);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error;
    expect(renderProblems(error.problems, error.text)).toContain('^');
    return error.problems.flatMap(({ span, message, notes }) => [
      `${span?.line}:${span?.column} ${message}`,
      ...notes,
    ]);
  }
}

it('gives the new name of an option, without the missing one that it causes', async () => {
  expect(await problemsOf('{ colour: rgb }')).toEqual([
    '4:15 "colour" has been renamed to "colorMode".',
    'Rename it in the config of node "one" (test/new-name).',
  ]);
});

it('gives the new name of a nested option', async () => {
  expect(await problemsOf('{ colorMode: rgb, crop: { centre: true } }')).toEqual([
    '4:33 "centre" has been renamed to "center".',
    'Rename it in "crop" of the config of node "one" (test/new-name).',
  ]);
});

it('gives the new name of an option of a component', async () => {
  expect(await problemsOf('{ colorMode: rgb, part: { type: blur, colour: 1 } }')).toEqual([
    '4:45 "colour" has been renamed to "color".',
    'Rename it in the test-part "blur".',
  ]);
});

it('gives the new name of a value', async () => {
  expect(await problemsOf('{ colorMode: grey }')).toEqual([
    '4:26 "grey" has been renamed to "grayscale".',
    'Write grayscale as the value of "colorMode" of the config of node "one" (test/new-name).',
  ]);
});

it('reports an old name within a union once, and not the union', async () => {
  expect((await problemsOf('{ colorMode: rgb, mode: colour }'))[0]).toBe(
    '4:37 "colour" has been renamed to "color".',
  );
  expect(await problemsOf('{ colorMode: rgb, mode: { colour: 1 } }')).toEqual([
    '4:39 "colour" has been renamed to "color".',
    'Rename it in "mode" of the config of node "one" (test/new-name).',
  ]);
});

it('gives the new name of a node type', async () => {
  expect(await problemsOf('{}', 'test/old-name')).toEqual([
    '3:11 "test/old-name" has been renamed to "test/new-name".',
    'Write type: test/new-name',
  ]);
});

it('accepts the new names', async () => {
  expect(await problemsOf('{ colorMode: grayscale, mode: { color: 1 }, part: { type: blur, color: 1 } }')).toEqual([]);
});

it('leaves old names out of the JSON schema for editors', () => {
  expect(JSON.stringify(experimentSchema(registry))).not.toContain('renamed');
});
