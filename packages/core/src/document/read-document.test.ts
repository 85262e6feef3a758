import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InvalidExperiment } from '../diagnostics/invalid-experiment.js';
import { readDocument } from './read-document.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-document-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Returns the messages and notes of a file's problems. */
async function problemsOf(file: string, content?: string, set: readonly string[] = []): Promise<string[]> {
  const path = join(folder, file);
  if (content !== undefined) await writeFile(path, content);
  try {
    await readDocument(path, { set });
    return [];
  } catch (error) {
    return (error as InvalidExperiment).problems.flatMap(({ message, notes }) => [message, ...(notes ?? [])]);
  }
}

describe('readDocument', () => {
  it('lists the experiments of a folder', async () => {
    await mkdir(join(folder, 'lab'));
    const path = join(folder, 'lab');
    expect(await problemsOf('lab')).toEqual([
      `"${path}" is a folder, expected an experiment file.`,
      'It contains no YAML file.',
    ]);
    for (const name of ['b.yaml', 'a.yml', 'notes.md']) await writeFile(join(path, name), '');
    expect(await problemsOf('lab')).toContain('Use one of its files: "a.yml", "b.yaml".');
  });

  it.each(['data', '"data"'])('names a duplicate key: %s', async (key) => {
    const content = `nodes:\n  ${key}: { type: load/text }\n  data: { type: load/images }\n  b: { type: train }\n`;
    expect(await problemsOf('twice.yaml', content)).toEqual([
      'Duplicate key "data".',
      'Remove or rename one of the two: the second would replace the first.',
    ]);
  });

  it('truncates a text that is not an experiment', async () => {
    const [message] = await problemsOf('a.csv', `text,label\n${'good film,pos\n'.repeat(1000)}`);
    expect(message).toMatch(/^The experiment is "text,label good film,pos .{20,40}…", expected a mapping/);
  });

  it('rejects a setting of an undeclared param', async () => {
    const content = 'nodes: { a: { type: split } }\n';
    expect(await problemsOf('a.yaml', content, ['params.epochs=3'])).toEqual([
      '--set "params.epochs=3": "epochs" does not exist.',
      'The file has no keys at this path. Add it to the file.',
    ]);
    expect(await problemsOf('a.yaml', content, ['nodes.a.type.b=3'])).toContain(
      'The path leads to a single value. Remove the rest of the path.',
    );
  });
});
