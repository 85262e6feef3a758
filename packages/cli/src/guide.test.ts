import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));
const examples = fileURLToPath(new URL('../../../docs/guide/examples', import.meta.url));
const guide = fileURLToPath(new URL('../../../docs/guide/write-a-plugin.md', import.meta.url));

/** A folder outside the repository with the files of the guide and a few photographs. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-guide-'));
  await cp(examples, folder, { recursive: true });
  for (const [name, red] of [
    ['dark', 40],
    ['light', 210],
  ] as const) {
    await mkdir(join(folder, 'photos', name), { recursive: true });
    for (let index = 0; index < 8; index += 1) {
      const background = { r: red + index, g: red, b: 100 };
      await sharp({ create: { width: 40, height: 40, channels: 3, background } })
        .jpeg()
        .toFile(join(folder, 'photos', name, `${index}.jpg`));
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Checks for leaks: a leak fails the run. */
const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: '1' };
const expgraph = async (...words: string[]) =>
  (await promisify(execFile)(process.execPath, [program, ...words], { cwd: folder, env })).stdout;

describe('the plugin of the guide, outside the repository', () => {
  it('matches the guide', async () => {
    const shown = (await readFile(guide, 'utf8')).split('```ts\n')[1].split('\n  run(')[0];
    const code = (await readFile(join(folder, 'label-noise.ts'), 'utf8')).replace(
      / {2}static readonly description.*\n/,
      '',
    );
    expect(code).toContain(shown);
  });

  it('runs', async () => {
    const output = await expgraph('run', 'noisy.yaml');
    expect(output).toContain('Done in');
    expect(output).toMatch(/test {2}loss [\d.]+ {2}accuracy [\d.]+/);
  }, 600_000);

  it('is executed again when its code changes, but not when a comment changes', async () => {
    const code = await readFile(join(folder, 'label-noise.ts'), 'utf8');
    await writeFile(join(folder, 'label-noise.ts'), code.replace('/** Replaces', '/** Puts aside and replaces'));
    expect(await expgraph('plan', 'noisy.yaml')).toMatch(/all \d+ nodes are up to date/);
    await writeFile(join(folder, 'label-noise.ts'), code.replace('label + 1 +', 'label + 2 +'));
    const plan = await expgraph('plan', 'noisy.yaml');
    expect(plan).toContain('3 of 8 nodes to run');
    expect(plan).toMatch(/noisy +run +code of \.\/label-noise\.ts changed/);
  }, 60_000);
});

describe('the components of the guide', () => {
  it('train a model, which later commands open', async () => {
    expect(await expgraph('validate', 'components.yaml')).toContain('valid');
    expect(await expgraph('run', 'components.yaml')).toContain('Done in');
    const again = await expgraph('run', 'components.yaml', '--force', 'test');
    expect(again).toMatch(/trained +cached/);
    expect(again).toMatch(/test {2}loss [\d.]+ {2}accuracy [\d.]+/);
  }, 600_000);

  it('are refused before a run where they do not fit', async () => {
    const yaml = await readFile(join(folder, 'components.yaml'), 'utf8');
    await writeFile(join(folder, 'wrong.yaml'), yaml.replace('formats: [saved-model]', 'formats: [keras]'));
    const error = await expgraph('validate', 'wrong.yaml').catch((failure: { stderr: string }) => failure.stderr);
    expect(error).toContain('Keras');
    expect(error).toContain('LayerScale');
  }, 60_000);
});

describe('the architecture of the guide to backbones', () => {
  it('is a node that runs', async () => {
    const page = await readFile(fileURLToPath(new URL('../../../docs/guide/backbones.md', import.meta.url)), 'utf8');
    await writeFile(join(folder, 'tiny.ts'), page.split('```ts\n')[1].split('```')[0]);
    const yaml = 'name: tiny\nplugins: [./tiny.ts]\nnodes:\n  net: { type: backbone/tiny, config: { pooling: avg } }\n';
    await writeFile(join(folder, 'tiny.yaml'), yaml);
    expect(await expgraph('run', 'tiny.yaml')).toContain('Done in');
  }, 600_000);
});
