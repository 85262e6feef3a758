import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPlugin, nodeTypeOf, type Plugin } from '@expgraph/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundleLocalPlugin } from './local-plugin.js';

const CODE = `import { node, plugin, Type } from '@expgraph/sdk';
import { answer } from 'some-library';
@node('test/answer')
class Answer {
  static readonly description = String(answer);
  static readonly inputs = {};
  static readonly outputs = {};
  static readonly config = Type.Object({});
  run() {
    const result = {};
    return result;
  }
}
export default plugin({ name: 'local', nodes: [Answer] });
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-local-'));
  const library = join(folder, 'project', 'node_modules', 'some-library');
  await mkdir(library, { recursive: true });
  await writeFile(join(library, 'package.json'), '{ "name": "some-library", "version": "1.0.0", "main": "index.cjs" }');
  await writeFile(join(library, 'index.cjs'), 'exports.answer = 42;');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Bundles the plugin into a store in another folder. */
async function bundle(code: string) {
  await writeFile(join(folder, 'project', 'plugin.ts'), code);
  return bundleLocalPlugin(join(folder, 'project', 'plugin.ts'), join(folder, 'store', 'plugins'));
}

it('loads TypeScript with decorators, with the libraries of its project and the running sdk', async () => {
  const { default: loaded } = (await import((await bundle(CODE)).url)) as { default: Plugin };
  expect(isPlugin(loaded)).toBe(true);
  const [node] = loaded.nodes ?? [];
  expect([nodeTypeOf(node), node.description]).toEqual(['test/answer', '42']);
});

it('has an identity that depends on code, not on comments, types and unused code', async () => {
  const { codeIdentity } = await bundle(CODE);
  const reworded = `// A comment.\nexport interface Unused {}\nfunction unused() {}\n${CODE.replace('= {};\n', ': object = {  };\n\n')}`;
  expect((await bundle(reworded)).codeIdentity).toBe(codeIdentity);
  expect((await bundle(CODE.replace('{};\n    return', '{ a: 1 };\n    return'))).codeIdentity).not.toBe(codeIdentity);
  expect((await readdir(join(folder, 'store', 'plugins'))).every((name) => name.endsWith('.mjs'))).toBe(true);
});

it('rewrites a bundle that was modified in the store', async () => {
  const { url } = await bundle(CODE);
  const whole = await readFile(fileURLToPath(url));
  for (const damaged of ['throw new Error("edited");', whole.subarray(0, 100)]) {
    await writeFile(fileURLToPath(url), damaged);
    expect((await bundle(CODE)).url).toBe(url);
    expect((await readFile(fileURLToPath(url))).equals(whole)).toBe(true);
  }
});
