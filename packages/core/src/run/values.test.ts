import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Codec, type Metrics, metrics, node, type Outputs, plugin, type Run, Type } from '@expgraph/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricsCodec } from '../codecs/metrics-codec.js';
import { readDocumentText } from '../document/read-document.js';
import { buildGraph } from '../graph/build-graph.js';
import { planRun } from '../plan/plan-run.js';
import { createRegistry } from '../plugins/create-registry.js';
import { executePlan } from './execute-plan.js';

const disposals = new Map<Metrics, number>();
const used: Metrics[] = [];
let decoded = 0;

const counted: Codec<Metrics> = {
  encode: (value, folder) => metricsCodec.encode(value, folder),
  async decode(folder) {
    decoded += 1;
    const value = await metricsCodec.decode(folder);
    used.push(value);
    return value;
  },
  dispose: (value) => void disposals.set(value, (disposals.get(value) ?? 0) + 1),
};

@node('test/make')
class Make {
  static readonly inputs = {};
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({});
  run(_: Run<typeof Make>): Outputs<typeof Make> {
    const value = { value: 1 };
    used.push(value);
    return { value };
  }
}

@node('test/pass')
class Pass {
  static readonly inputs = { value: metrics() };
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({
    factor: Type.Number({ default: 1 }),
    fails: Type.Boolean({ default: false }),
  });
  async run({ inputs, config }: Run<typeof Pass>): Promise<Outputs<typeof Pass>> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (config.fails) throw new Error('it was told to');
    if (disposals.has(inputs.value)) throw new Error('used after its release');
    return { value: inputs.value };
  }
}

const registry = createRegistry([
  {
    plugin: plugin({ name: 'test', nodes: [Make, Pass], codecs: { metrics: async () => counted } }),
    name: 'test',
    codeIdentity: 'test@1',
  },
]);

const YAML = `
nodes:
  made:   { type: test/make }
  first:  { type: test/pass, inputs: { value: made } }
  second: { type: test/pass, inputs: { value: made } }
  last:   { type: test/pass, inputs: { value: first } }
  broken: { type: test/pass, inputs: { value: second }, config: { fails: true } }
  never:  { type: test/pass, inputs: { value: broken } }
`;

let store: string;
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'expgraph-values-'));
  disposals.clear();
  used.length = 0;
  decoded = 0;
});
afterEach(() => rm(store, { recursive: true, force: true }));

const plan = (set: string[] = []) =>
  planRun(buildGraph(readDocumentText(YAML, { file: 'x.yaml', folder: store, set }), registry), { store });

describe('Values', () => {
  it('disposes each value exactly once, after the last node that needs it, even if a node returns its input', async () => {
    const { outcomes } = await executePlan(await plan(), { jobs: 4 });
    expect(Object.fromEntries(outcomes)).toMatchObject({ last: 'finished', broken: 'failed', never: 'not run' });
    expect(used).toHaveLength(1);
    expect(used.map((value) => disposals.get(value))).toEqual([1]);
  });

  it('reads a cached value once, only if a node needs it, and releases it', async () => {
    const options = ['nodes.broken.config.fails=false'];
    await executePlan(await plan(options));
    disposals.clear();
    used.length = 0;
    await executePlan(await plan(options));
    expect(decoded).toBe(0);
    const { outcomes } = await executePlan(
      await plan([...options, 'nodes.first.config.factor=2', 'nodes.second.config.factor=2']),
      { jobs: 4 },
    );
    expect([...outcomes.values()]).not.toContain('failed');
    expect(decoded).toBe(1);
    expect(used.map((value) => disposals.get(value))).toEqual([1]);
  });

  it('uses outputs that another run finished after the plan', async () => {
    const options = ['nodes.broken.config.fails=false'];
    const mine = await plan(options);
    await executePlan(await plan(options));
    const folder = join(store, 'artifacts');
    const before = await readdir(folder);
    const { outcomes } = await executePlan(mine);
    expect(new Set(outcomes.values())).toEqual(new Set(['cached']));
    expect((await readdir(folder)).sort()).toEqual(before.sort());
    expect([...(await plan(options)).entries.values()].every(({ action }) => action === 'cached')).toBe(true);
  });

  it('survives three runs of the same plan at the same time', async () => {
    const options = ['nodes.broken.config.fails=false'];
    const runs = [await plan(options), await plan(options), await plan(options)];
    const results = await Promise.all(runs.map((each) => executePlan(each, { jobs: 2 })));
    expect(results.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished']);
    expect([...(await plan(options)).entries.values()].every(({ action }) => action === 'cached')).toBe(true);
    expect(await readdir(join(store, 'tmp'))).toEqual([]);
  });
});
