import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRegistry } from '@expgraph/core';
import { expect, it } from 'vitest';
import { BUILT_IN } from './built-in.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Returns the tests of a package, as one text. */
async function testsOf(folder: string): Promise<string> {
  const entries = await readdir(join(folder, 'src'), { recursive: true });
  const files = entries.filter((name) => name.endsWith('.test.ts'));
  return (await Promise.all(files.map((name) => readFile(join(folder, 'src', name), 'utf8')))).join('\n');
}

it('has a test of the contract for every built-in node', async () => {
  const { nodes } = await loadRegistry(undefined, { builtIn: BUILT_IN });
  const plugins = await readdir(join(root, 'plugins'));
  const tests = (await Promise.all(plugins.map((name) => testsOf(join(root, 'plugins', name))))).join('\n');
  const tested = new Set([...tests.matchAll(/\btestNode\(\s*(\w+)/g)].map(([, name]) => name));
  const untested = [...nodes.values()].filter(({ nodeClass }) => !tested.has(nodeClass.name)).map(({ type }) => type);
  expect(nodes.size).toBeGreaterThan(0);
  // Add to each plugin's tests: testNode(TheNode, { inputs, config }).
  expect(untested).toEqual([]);
});
