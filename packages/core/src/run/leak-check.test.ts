import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type HeldResource,
  type Metrics,
  metrics,
  node,
  type Outputs,
  optional,
  plugin,
  type Run,
  Type,
} from '@expgraph/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricsCodec } from '../codecs/metrics-codec.js';
import { readDocumentText } from '../document/read-document.js';
import { buildGraph } from '../graph/build-graph.js';
import { planRun } from '../plan/plan-run.js';
import { createRegistry } from '../plugins/create-registry.js';
import { executePlan } from './execute-plan.js';

/** Number of handles that this process holds, and the handles of each value. */
const open = new Set<object>();
const handlesOf = new WeakMap<Metrics, readonly object[]>();
let running = 0;
let mostRunning = 0;

const handles: HeldResource = {
  name: 'handles',
  remedy: 'Close them.',
  held: () => open.size,
  of: (_, value) => handlesOf.get(value as Metrics) ?? [],
};

function withHandles(count: number): Metrics {
  const value = { value: 1 };
  const made = Array.from({ length: count }, () => ({}));
  for (const handle of made) open.add(handle);
  handlesOf.set(value, made);
  return value;
}

const close = (value: Metrics) => {
  for (const handle of handlesOf.get(value) ?? []) open.delete(handle);
};

@node('test/open')
class Open {
  static readonly inputs = { after: optional(metrics()) };
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({
    handles: Type.Integer({ default: 2 }),
    leaks: Type.Integer({ default: 0 }),
    wait: Type.Integer({ default: 0 }),
  });
  async run({ config }: Run<typeof Open>): Promise<Outputs<typeof Open>> {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await new Promise((resolve) => setTimeout(resolve, config.wait));
    running -= 1;
    withHandles(config.leaks);
    return { value: withHandles(config.handles) };
  }
}

@node('test/hand-on')
class HandOn {
  static readonly inputs = { value: metrics() };
  static readonly outputs = { same: metrics(), other: metrics() };
  static readonly config = Type.Object({
    closes: Type.Boolean({ default: false }),
    shares: Type.Boolean({ default: false }),
  });
  run({ inputs, config }: Run<typeof HandOn>): Outputs<typeof HandOn> {
    if (config.closes) close(inputs.value);
    const other = { value: 2 };
    if (config.shares) handlesOf.set(other, handlesOf.get(inputs.value) ?? []);
    return { same: inputs.value, other };
  }
}

const registry = createRegistry([
  {
    plugin: plugin({
      name: 'test',
      nodes: [Open, HandOn],
      codecs: { metrics: async () => ({ ...metricsCodec, dispose: close }) },
      resources: [handles],
    }),
    name: 'test',
    codeIdentity: 'test@1',
  },
]);

let store: string;
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'expgraph-leaks-'));
  open.clear();
  mostRunning = 0;
});
afterEach(() => rm(store, { recursive: true, force: true }));

async function run(nodes: readonly string[], checkLeaks = true) {
  const text = `nodes:\n${nodes.map((line) => `  ${line}\n`).join('')}`;
  const document = readDocumentText(text, { file: 'leaks.yaml', folder: store });
  const plan = await planRun(buildGraph(document, registry), { store });
  const failures: string[] = [];
  const handle = (event: { type: string; error?: { rendered: string } }) => {
    if (event.type === 'node-failed') failures.push(event.error?.rendered ?? '');
  };
  const { outcomes } = await executePlan(plan, { jobs: 4, checkLeaks, listeners: [{ handle }] });
  return { outcomes: Object.fromEntries(outcomes), failures };
}

describe('the leak check', () => {
  it('fails a node that leaks, with its name, the counts and the fix', async () => {
    const { outcomes, failures } = await run([
      'good: { type: test/open, config: { handles: 3 } }',
      'bad: { type: test/open, inputs: { after: good }, config: { handles: 1, leaks: 4 } }',
    ]);
    expect(outcomes).toEqual({ good: 'finished', bad: 'failed' });
    expect(failures).toEqual([expect.stringMatching(/^leaks\.yaml:3:3 EXPGRAPH_PLUGIN_LEAK\n/)]);
    expect(failures[0]).toContain('The node "bad" (test/open) leaked 4 handles.');
    expect(failures[0]).toContain('3 handles before the run, 8 after it, expected 4: its outputs hold 1 new ones.');
    expect(failures[0]).toContain('Close them.');
  });

  it('fails the same node again the next time: its outputs are not stored', async () => {
    const nodes = ['bad: { type: test/open, config: { leaks: 1 } }'];
    await run(nodes);
    expect((await run(nodes)).outcomes).toEqual({ bad: 'failed' });
  });

  it('does not count a returned input as a leak', async () => {
    const { outcomes } = await run([
      'value: { type: test/open }',
      'on: { type: test/hand-on, inputs: { value: value } }',
      'further: { type: test/hand-on, inputs: { value: on.same } }',
      'last: { type: test/open, inputs: { after: further.same } }',
    ]);
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['finished']));
    expect(open.size).toBe(0);
  });

  it('fails a node that disposes its input', async () => {
    const { failures } = await run([
      'value: { type: test/open }',
      'thief: { type: test/hand-on, inputs: { value: value }, config: { closes: true } }',
    ]);
    expect(failures[0]).toContain('The node "thief" (test/hand-on) disposed 2 handles that are not its own.');
  });

  it('does not attribute the releases of a skipped node to the next one', async () => {
    const { outcomes } = await run([
      'held: { type: test/open, config: { handles: 5 } }',
      'bad: { type: test/open, config: { leaks: 1 } }',
      'skipped: { type: test/hand-on, inputs: { value: held } }',
      'between: { type: test/open, inputs: { after: bad } }',
      'joined: { type: test/open, inputs: { after: between } }',
      'other: { type: test/open, config: { wait: 20 } }',
    ]);
    expect(outcomes).toMatchObject({ held: 'finished', bad: 'failed', skipped: 'finished', other: 'finished' });
  });

  it('runs nodes one at a time, since counts are per process', async () => {
    await run([1, 2, 3].map((index) => `n${index}: { type: test/open, config: { wait: 10 } }`));
    expect(mostRunning).toBe(1);
  });

  it('is not needed to reject an output that shares resources with an input', async () => {
    const { failures } = await run(
      [
        'value: { type: test/open }',
        'thief: { type: test/hand-on, inputs: { value: value }, config: { shares: true } }',
      ],
      false,
    );
    expect(failures).toEqual([expect.stringMatching(/^leaks\.yaml:3:3 EXPGRAPH_PLUGIN_OUTPUT_SHARED\n/)]);
    expect(failures[0]).toContain('The output "other" of "thief" (test/hand-on) holds 2 handles of its input "value".');
  });

  it('is off by default', async () => {
    expect((await run(['bad: { type: test/open, config: { leaks: 1 } }'], false)).outcomes).toEqual({
      bad: 'finished',
    });
  });
});
