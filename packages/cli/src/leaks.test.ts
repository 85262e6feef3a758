import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

/** Nodes that create a network, and that return their input. */
const PLUGIN = `
import { inject, model, node, plugin, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';

@node('networks/make')
class Make {
  static inputs = {};
  static outputs = { model: model() };
  static config = Type.Object({ leaks: Type.Integer({ default: 0 }) });
  constructor(@inject(TensorFlow) private readonly tensorflow: TensorFlow) {}
  async run({ config }) {
    await this.tensorflow.start();
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    for (let index = 0; index < config.leaks; index += 1) tf.ones([3]).mul(2);
    const network = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    return { model: { network, card: { architecture: 'small', input: { shape: ['batch', 3] } } } };
  }
}

@node('networks/hand-on')
class HandOn {
  static inputs = { model: model() };
  static outputs = { model: model() };
  static config = Type.Object({});
  run({ inputs }) {
    return { model: inputs.model };
  }
}

export default plugin({ name: 'networks', nodes: [Make, HandOn] });
`;

const yamlOf = (config: string) => `name: networks
plugins: [./networks.ts]
nodes:
  made: { type: networks/make, config: ${config} }
  same: { type: networks/hand-on, inputs: { model: made } }
  again: { type: networks/hand-on, inputs: { model: same } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-leaks-'));
  await writeFile(join(folder, 'networks.ts'), PLUGIN);
  await writeFile(join(folder, 'good.yaml'), yamlOf('{}'));
  await writeFile(join(folder, 'leaking.yaml'), yamlOf('{ leaks: 2 }'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (file: string, store: string, checkLeaks: '0' | '1') =>
  new Promise<{ code: number; stdout: string }>((resolve) => {
    const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: checkLeaks };
    const words = [program, 'run', file, '--store', store];
    execFile(process.execPath, words, { cwd: folder, env }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    );
  });

describe('EXPGRAPH_CHECK_LEAKS=1', () => {
  it('fails a node that leaks tensors, and names it', async () => {
    const { code, stdout } = await run('leaking.yaml', 'a', '1');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'leaking.yaml:4:3 EXPGRAPH_PLUGIN_LEAK\nThe node "made" (networks/make) leaked 4 tensors.',
    );
    expect(stdout).toContain('0 tensors before the run, 6 after it, expected 2: its outputs hold 2 new ones');
    expect(stdout).toContain('tf.tidy()');
  }, 600_000);

  it('does not count a returned input model as a leak', async () => {
    const { code, stdout } = await run('good.yaml', 'b', '1');
    expect(stdout).toContain('3 executed, 0 cached');
    expect(code).toBe(0);
  }, 600_000);

  it('enables the check: without it, a leak does not fail the run', async () => {
    expect(await run('leaking.yaml', 'c', '0')).toMatchObject({ code: 0 });
  }, 600_000);
});
