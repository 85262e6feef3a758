import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyNodeClass,
  type Codec,
  type Dataset,
  dataset,
  ExperimentError,
  type Infer,
  type Model,
  metrics,
  model,
  node,
  type OutputSpecs,
  plugin,
  type Run,
  type RunEvent,
  Type,
} from '@expgraph/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDocumentText } from '../document/read-document.js';
import { buildGraph } from '../graph/build-graph.js';
import { planRun } from '../plan/plan-run.js';
import { createRegistry } from '../plugins/create-registry.js';
import { executePlan } from './execute-plan.js';

const ran: string[] = [];

@node('test/data')
class Data {
  static readonly inputs = {};
  static readonly outputs = { data: dataset({ label: 'class' }) };
  static readonly config = Type.Object({ classes: Type.Array(Type.String()) });
  async run({ config }: Run<typeof Data>) {
    ran.push('data');
    // Slower than all other nodes that may run at the same time.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { data: { spec: { kind: 'dataset' }, size: 0, classes: config.classes } as unknown as Dataset };
  }
}

@node('test/net')
class Net {
  static readonly inputs = { data: dataset() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({});
  static infer({ inputs }: Infer<typeof Net>): OutputSpecs<typeof Net> {
    return { model: { kind: 'model', classes: inputs.data.label?.classes } };
  }
  run({ inputs }: Run<typeof Net>) {
    ran.push('net');
    return { model: { card: { classes: inputs.data.classes } } as unknown as Model };
  }
}

@node('test/fit')
class Fit {
  static readonly inputs = { model: model(), data: dataset() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({ epochs: Type.Integer({ default: 1 }) });
  run({ inputs }: Run<typeof Fit>) {
    ran.push('fit');
    return { model: { ...inputs.model } };
  }
}

@node('test/measure')
class Measure {
  static readonly inputs = { model: model(), data: dataset() };
  static readonly outputs = { metrics: metrics() };
  static readonly config = Type.Object({});
  static infer({ inputs }: Infer<typeof Measure>): OutputSpecs<typeof Measure> {
    const [found, expected] = [inputs.data.label?.classes?.join(), inputs.model.classes?.join()];
    if (found !== undefined && expected !== undefined && found !== expected)
      throw new ExperimentError('EXPGRAPH_TEST_CLASSES', `${found} are not ${expected}.`, { at: { input: 'data' } });
    return { metrics: { kind: 'metrics' } };
  }
  run() {
    ran.push('measure');
    return { metrics: {} };
  }
}

@node('test/stored')
class Stored {
  static readonly inputs = {};
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({});
  run() {
    ran.push('stored');
    return { model: { card: {}, kinds: ['Dense', 'Odd'] } as unknown as Model };
  }
}

@node('test/write')
class Write {
  static readonly inputs = { model: model() };
  static readonly outputs = {};
  static readonly config = Type.Object({});
  static infer({ inputs }: Infer<typeof Write>): OutputSpecs<typeof Write> {
    const odd = inputs.model.layers?.find(({ kind }) => kind === 'Odd');
    if (odd) throw new ExperimentError('EXPGRAPH_TEST_LAYER', 'Odd cannot be written.', { at: { input: 'model' } });
    return {};
  }
  run() {
    ran.push('write');
    return {};
  }
}

let store: string;
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'expgraph-check-loaded-'));
  ran.length = 0;
});
afterEach(() => rm(store, { recursive: true, force: true }));

const models: Codec<Model> = {
  encode: (value, folder) => writeFile(join(folder, 'model.json'), JSON.stringify(value)),
  decode: async (folder) => JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Model,
  describe: (value) => ({
    layers: (value as unknown as { kinds?: string[] }).kinds?.map((kind) => ({ name: kind.toLowerCase(), kind })),
  }),
};

const nodes = [Data, Net, Fit, Measure, Stored, Write] as unknown as AnyNodeClass[];
const registry = createRegistry([
  {
    plugin: plugin({ name: 'test', nodes, codecs: { model: () => Promise.resolve(models) } }),
    name: 'test',
    version: '1',
    codeIdentity: 'test@1',
  },
]);

/** Trains two models on the data of one node, and evaluates one of them on the data of another. */
const experiment = (testClasses: string, epochs = 1) => `
name: classes
nodes:
  photos: { type: test/data, config: { classes: [cat, dog] } }
  net: { type: test/net, inputs: { data: photos } }
  other: { type: test/fit, inputs: { model: net, data: photos }, config: { epochs: ${epochs} } }
  fit: { type: test/fit, inputs: { model: net, data: photos }, config: { epochs: ${epochs} } }
  test: { type: test/measure, inputs: { model: fit, data: held } }
  held: { type: test/data, config: { classes: ${testClasses} } }
`;

async function run(text: string, jobs: number) {
  const events: RunEvent[] = [];
  const document = readDocumentText(text, { file: 'e.yaml', folder: store });
  const plan = await planRun(buildGraph(document, registry), { store });
  const result = await executePlan(plan, { jobs, listeners: [{ handle: (event) => void events.push(event) }] });
  return { ...result, events };
}

it.each([1, 4])('rejects a test set of other classes before the training, with %i jobs', async (jobs) => {
  const { outcomes, events, status } = await run(experiment('[cat]'), jobs);
  expect(status).toBe('failed');
  expect(Object.fromEntries(outcomes)).toEqual({
    ...{ photos: 'finished', net: 'finished', held: 'finished', other: 'finished' },
    ...{ fit: 'not run', test: 'failed' },
  });
  expect(ran.filter((name) => name === 'fit')).toHaveLength(1);
  const failure = events.find((event) => event.type === 'node-failed');
  expect(failure).toMatchObject({
    node: 'test',
    error: { code: 'EXPGRAPH_TEST_CLASSES', message: 'cat are not cat,dog.' },
  });
  expect(failure?.error.rendered).toMatch(/^e\.yaml:8:59 EXPGRAPH_TEST_CLASSES/);
  expect(events.filter(({ type }) => type === 'node-skipped')).toMatchObject([{ node: 'fit', because: 'test' }]);
});

it('runs all nodes if the classes are equal', async () => {
  const { status } = await run(experiment('[cat, dog]'), 4);
  expect(status).toBe('finished');
  expect(ran).toContain('measure');
});

it('rejects it also if the model and its data are cached', async () => {
  await run(experiment('[cat, dog]'), 4);
  ran.length = 0;
  const { outcomes } = await run(experiment('[dog]', 2), 4);
  expect(outcomes.get('net')).toBe('cached');
  expect(outcomes.get('test')).toBe('failed');
  expect(ran.filter((name) => name === 'fit')).toHaveLength(1);
});

it('rejects an export before the training that a layer of a loaded model does not support', async () => {
  const text = `
name: loaded
nodes:
  photos: { type: test/data, config: { classes: [cat, dog] } }
  stored: { type: test/stored }
  fit: { type: test/fit, inputs: { model: stored, data: photos } }
  write: { type: test/write, inputs: { model: fit } }
`;
  const { outcomes } = await run(text, 1);
  expect(Object.fromEntries(outcomes)).toEqual({
    ...{ photos: 'finished', stored: 'finished', fit: 'not run', write: 'failed' },
  });
  expect(ran).not.toContain('fit');
});
