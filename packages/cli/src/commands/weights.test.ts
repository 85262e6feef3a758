import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../bin/expgraph.cjs', import.meta.url));
const NODE = 'backbone/mobilenet-v2';

let folder: string;
let server: Server;
/** Requested URLs. */
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-weights-'));
  server = createServer((request, response) => {
    asked.push(request.url);
    response.end('weights');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const expgraph = (...words: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const mirror = `https://storage.googleapis.com/=http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const env = { ...process.env, EXPGRAPH_CACHE: folder, EXPGRAPH_MIRROR: mirror };
    execFile(process.execPath, [program, 'weights', ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

describe('expgraph weights', () => {
  it('lists the named weights of all nodes, and every file of one node', async () => {
    expect((await expgraph('list')).stdout).toMatch(/^backbone\/mobilenet-v2 +imagenet +\d+ files /m);
    const files = JSON.parse((await expgraph('list', NODE, '--json')).stdout) as object[];
    expect(files).toContainEqual(expect.objectContaining({ node: NODE, name: 'open-images', cached: false }));
    expect(files).toContainEqual(expect.objectContaining({ name: 'imagenet', variant: '0.35_96_no_top' }));
  });

  it('fetches a file from a mirror, caches it, and detects damage', async () => {
    expect((await expgraph('verify')).stdout).toContain('No named weights are cached.');
    const pulled = await expgraph('pull', NODE, 'imagenet', '0.35_96_no_top');
    expect(pulled.stderr).toMatch(/^downloading mobilenet_v2_weights.*0\.35_96_no_top\.h5\n/);
    expect(asked).toEqual([expect.stringMatching(/^\/tensorflow\/keras-applications\/.*_0\.35_96_no_top\.h5$/)]);
    const path = pulled.stdout.trim();
    expect(await readFile(path, 'utf8')).toBe('weights');
    await expgraph('pull', NODE, 'imagenet', '0.35_96_no_top');
    expect(asked).toHaveLength(1);
    expect(await expgraph('verify')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^backbone\/mobilenet-v2 +imagenet 0\.35_96_no_top +ok$/m),
    });
    await writeFile(path, 'damaged');
    expect(await expgraph('verify', NODE)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/imagenet 0\.35_96_no_top +damaged$/m),
      stderr: expect.stringContaining(`npx expgraph weights pull ${NODE} imagenet 0.35_96_no_top`),
    });
  }, 60_000);

  it('suggests similar nodes, names and variants', async () => {
    expect((await expgraph('list', 'backbone/mobilnet-v2')).stderr).toContain(`Did you mean "${NODE}"?`);
    expect((await expgraph('pull', NODE, 'imagnet')).stderr).toContain('Did you mean "imagenet"?');
    expect((await expgraph('pull', NODE, 'imagenet', '0.35_95_no_top')).stderr).toContain(
      'Did you mean "0.35_96_no_top"?',
    );
    expect((await expgraph('pull', NODE, 'open-images', 'x')).stderr).toContain('Use one of: 1.0.');
  });
});
