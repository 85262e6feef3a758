import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ArtifactStore,
  type Dataset,
  dataset,
  inject,
  metrics,
  NodeFolders,
  node,
  type Outputs,
  plugin,
  Random,
  type Run,
  type RunEvent,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDocumentText } from '../document/read-document.js';
import { buildGraph } from '../graph/build-graph.js';
import { planRun } from '../plan/plan-run.js';
import { createRegistry } from '../plugins/create-registry.js';
import { checkedJson } from '../store/checked-json.js';
import { findDamageBelow } from '../store/run-files.js';
import { executePlan, type RunOptions } from './execute-plan.js';

/** Number of executions of each node, by the name in its config. */
const counts: Record<string, number> = {};
let running = 0;
let mostRunning = 0;
let fail = false;

@node('test/number')
class NumberNode {
  static readonly inputs = {};
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({
    name: Type.String(),
    value: Type.Number({ default: 1 }),
    wait: Type.Number({ default: 0 }),
  });
  constructor(
    @inject(Random) private readonly random: Random,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}
  async run({ config, signal }: Run<typeof NumberNode>): Promise<Outputs<typeof NumberNode>> {
    counts[config.name] = (counts[config.name] ?? 0) + 1;
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    try {
      const until = Date.now() + config.wait;
      while (Date.now() < until) {
        signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } finally {
      running -= 1;
    }
    this.tracker.logMetrics({ value: config.value }, 0);
    this.tracker.logTable('Numbers', { columns: ['name', 'value'], rows: [[config.name, config.value]] });
    this.tracker.logPicture('Curve', {
      kind: 'lines',
      x: { names: ['a', 'b'] },
      series: [{ name: config.name, values: config.value < 0 ? [config.value] : [config.value, Number.NaN] }],
    });
    return { value: { value: config.value, noise: this.random.uniform() } };
  }
}

@node('test/add')
class AddNode {
  static readonly inputs = { a: metrics(), b: metrics() };
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({ name: Type.String(), fails: Type.Boolean({ default: false }) });
  run({ inputs, config }: Run<typeof AddNode>): Outputs<typeof AddNode> {
    counts[config.name] = (counts[config.name] ?? 0) + 1;
    if (config.fails && fail) throw new Error('it was told to');
    return { value: { value: inputs.a.value + inputs.b.value } };
  }
}

@node('test/leave')
class LeaveNode {
  static readonly inputs = {};
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({ fails: Type.Boolean({ default: false }) });
  constructor(@inject(NodeFolders) private readonly folders: NodeFolders) {}
  async run({ config }: Run<typeof LeaveNode>): Promise<Outputs<typeof LeaveNode>> {
    const leave = (text: string) => (folder: string) => writeFile(join(folder, 'note.txt'), text);
    if (!fail) await this.folders.write('second/best', leave('late'));
    await this.folders.write('first', leave('worse'));
    await this.folders.write('first', leave('better'));
    const half = (folder: string) => leave('half')(folder).then(() => Promise.reject(new Error('it was told to')));
    if (config.fails && fail) await this.folders.write('first', half);
    return { value: { value: 1 } };
  }
}

@node('test/range')
class RangeNode {
  static readonly inputs = {};
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({ size: Type.Integer() });
  constructor(@inject(ArtifactStore) private readonly kept: ArtifactStore) {}
  async run({ config }: Run<typeof RangeNode>): Promise<Outputs<typeof RangeNode>> {
    counts.range = (counts.range ?? 0) + 1;
    if (!(await this.kept.read('index'))) {
      counts.index = (counts.index ?? 0) + 1;
      await this.kept.write('index', Buffer.from('made'));
    }
    const data = { spec: { kind: 'dataset' }, size: config.size, classes: [] } as unknown as Dataset;
    return { data };
  }
}

@node('test/size')
class SizeNode {
  static readonly inputs = { data: dataset() };
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({ factor: Type.Number({ default: 1 }) });
  run({ inputs, config }: Run<typeof SizeNode>): Outputs<typeof SizeNode> {
    return { value: { value: inputs.data.size * config.factor } };
  }
}

/** Writes a file, as a plugin does. */
@node('test/disk')
class DiskNode {
  static readonly inputs = {};
  static readonly outputs = { value: metrics() };
  static readonly config = Type.Object({ path: Type.String() });
  async run({ config }: Run<typeof DiskNode>): Promise<Outputs<typeof DiskNode>> {
    await writeFile(config.path, 'content');
    return { value: { value: 1 } };
  }
}

const registry = createRegistry([
  {
    plugin: plugin({ name: 'test', nodes: [NumberNode, AddNode, LeaveNode, RangeNode, SizeNode, DiskNode] }),
    name: 'test',
    codeIdentity: 'test@1',
  },
]);

const SUMS = `
name: sums
seed: 3
nodes:
  one:   { type: test/number, config: { name: one } }
  two:   { type: test/number, config: { name: two, value: 2 } }
  three: { type: test/add, inputs: { a: one, b: two }, config: { name: three } }
  bad:   { type: test/add, inputs: { a: one, b: one }, config: { name: bad, fails: true } }
  after: { type: test/add, inputs: { a: bad, b: two }, config: { name: after } }
  five:  { type: test/add, inputs: { a: three, b: two }, config: { name: five } }
`;

let store: string;
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'expgraph-run-'));
  for (const name of Object.keys(counts)) delete counts[name];
  running = 0;
  mostRunning = 0;
  fail = false;
});
afterEach(() => rm(store, { recursive: true, force: true }));

async function run(yaml: string, options: RunOptions & { set?: string[]; force?: string[] } = {}) {
  const events: RunEvent[] = [];
  const document = readDocumentText(yaml, { file: 'sums.yaml', folder: store, set: options.set });
  const plan = await planRun(buildGraph(document, registry), { store, force: options.force });
  const result = await executePlan(plan, { ...options, listeners: [{ handle: (event) => events.push(event) }] });
  const reasons = Object.fromEntries([...plan.entries].map(([id, entry]) => [id, `${entry.action}: ${entry.reason}`]));
  return { result, events, reasons, outcomes: Object.fromEntries(result.outcomes) };
}

async function artifactOf(id: string): Promise<string> {
  for (const name of await readdir(join(store, 'artifacts'))) {
    const folder = join(store, 'artifacts', name);
    const { content } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      content: { node: { id: string } };
    };
    if (content.node.id === id) return folder;
  }
  throw new Error(`no artifact of ${id}`);
}

const noticesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));

describe('executePlan', () => {
  it('executes each node once, and none the second time', async () => {
    await run(SUMS);
    expect(counts).toEqual({ one: 1, two: 1, three: 1, bad: 1, after: 1, five: 1 });
    const { result, outcomes } = await run(SUMS);
    expect(counts).toEqual({ one: 1, two: 1, three: 1, bad: 1, after: 1, five: 1 });
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['cached']));
    expect(result.status).toBe('finished');
  });

  it('executes only a changed node and its descendants, with the reason in the plan', async () => {
    await run(SUMS);
    const { reasons } = await run(SUMS, { set: ['nodes.two.config.value=20'] });
    expect(counts).toEqual({ one: 1, two: 2, three: 2, bad: 1, after: 2, five: 2 });
    expect(reasons).toEqual({
      one: 'cached: up to date',
      two: 'run: config.value: 2 → 20',
      three: 'run: its input "b" changes: two runs',
      bad: 'cached: up to date',
      after: 'run: its input "b" changes: two runs',
      five: 'run: its input "a" changes: three runs',
    });
  });

  it('skips only the descendants of a failed node, and resumes from there', async () => {
    fail = true;
    const { result, outcomes, events } = await run(SUMS);
    expect(result.status).toBe('failed');
    expect(outcomes).toEqual({
      one: 'finished',
      two: 'finished',
      three: 'finished',
      bad: 'failed',
      after: 'not run',
      five: 'finished',
    });
    const failure = events.find((event) => event.type === 'node-failed');
    expect(failure?.type === 'node-failed' && failure.error.rendered).toContain(
      'sums.yaml:8:3 EXPGRAPH_NODE_FAILED\nThe node "bad" (test/add) failed: it was told to',
    );
    expect(events.find((event) => event.type === 'node-skipped')).toMatchObject({ node: 'after', because: 'bad' });
    fail = false;
    await run(SUMS);
    expect(counts).toEqual({ one: 1, two: 1, three: 1, bad: 2, after: 1, five: 1 });
  });

  it('runs a forced node again', async () => {
    await run(SUMS);
    const { reasons } = await run(SUMS, { force: ['three'] });
    expect(reasons.three).toBe('run: forced');
    expect(counts.three).toBe(2);
  });

  it('rejects an unknown forced node, with a suggestion', async () => {
    await expect(run(SUMS, { force: ['tree'] })).rejects.toThrow(
      'Unknown node "tree" in --force. Did you mean "three"?',
    );
  });

  it('runs independent nodes at the same time, up to the number of jobs', async () => {
    const four = [1, 2, 3, 4].map(
      (index) => `  n${index}: { type: test/number, config: { name: n${index}, wait: 60 } }`,
    );
    const yaml = `nodes:\n${four.join('\n')}\n`;
    await run(yaml, { jobs: 2 });
    expect(mostRunning).toBe(2);
    mostRunning = 0;
    await run(yaml, { jobs: 1, force: ['*'] });
    expect(mostRunning).toBe(1);
  });

  it('ends cleanly when it is interrupted, without partial files', async () => {
    const yaml =
      'nodes:\n  slow: { type: test/number, config: { name: slow, wait: 5000 } }\n  b: { type: test/add, inputs: { a: slow, b: slow }, config: { name: b } }\n';
    const { result, outcomes } = await run(yaml, { signal: AbortSignal.timeout(50) });
    expect(result.status).toBe('killed');
    expect(outcomes).toEqual({ slow: 'not run', b: 'not run' });
    expect(await readdir(join(store, 'artifacts')).catch(() => [])).toEqual([]);
    expect(await readdir(join(store, 'tmp')).catch(() => [])).toEqual([]);
  });

  it('gives the same random numbers for the same seed and name, and others for another seed', async () => {
    const noise = async (set: string[]) => {
      await run(SUMS, { force: ['*'], set });
      return JSON.parse(
        await readFile(join(await artifactOf('one'), 'outputs', 'value', 'metrics.json'), 'utf8'),
      ) as object;
    };
    const first = await noise([]);
    expect(await noise([])).toEqual(first);
    await rm(join(store, 'artifacts'), { recursive: true });
    expect(await noise(['seed=4'])).not.toEqual(first);
  });

  it.each([
    ['a changed byte', (path: string) => writeFile(path, '{"value":9}')],
    ['a file that is cut short', (path: string) => writeFile(path, '{')],
    ['a file that is gone', (path: string) => rm(path)],
  ])('finds %s in the store, and makes the outputs again', async (_, damage) => {
    await run(SUMS);
    await damage(join(await artifactOf('one'), 'outputs', 'value', 'metrics.json'));
    const { events, reasons } = await run(SUMS);
    expect(reasons.one).toBe('run: its stored outputs are damaged');
    expect(counts.one).toBe(2);
    expect(
      events.some(
        (event) => event.type === 'notice' && event.message.includes('The stored outputs of "one" are damaged'),
      ),
    ).toBe(true);
    expect((await run(SUMS)).outcomes.one).toBe('cached');
  });

  it.each<[string, (text: string) => string]>([
    ['a metric is edited', (text) => text.replace('"value": 1', '"value": 100')],
    ['the checksum is left out', (text) => JSON.stringify((JSON.parse(text) as { content: unknown }).content)],
    ['an array is in its place', () => '[]'],
    ['null is in its place', () => 'null'],
    ['it is cut short', (text) => text.slice(0, 100)],
    ['the content has the wrong shape', () => checkedJson({ format: 2, files: 7 })],
    ['it is of another artifact', (text) => edited(text, (manifest) => ({ ...manifest, fingerprint: 'x' }))],
  ])('executes a node again when %s in its manifest, with a notice', async (_, damage) => {
    await run(SUMS);
    const path = join(await artifactOf('one'), 'manifest.json');
    const text = await readFile(path, 'utf8');
    expect(damage(text)).not.toBe(text);
    await writeFile(path, damage(text));
    const { events, outcomes } = await run(SUMS);
    expect(outcomes).toMatchObject({ one: 'finished', two: 'cached', three: 'cached' });
    expect(events.filter((event) => event.type === 'metrics' && event.node === 'one')).toMatchObject([
      { metrics: { value: 1 } },
    ]);
    expect(noticesOf(events)).toEqual([
      expect.stringMatching(/^The stored outputs of "one" are damaged \(manifest\.json .*\)\. The node runs again\.$/),
    ]);
    expect((await run(SUMS)).outcomes.one).toBe('cached');
  });

  const edited = (text: string, edit: (content: object) => object) =>
    checkedJson(edit((JSON.parse(text) as { content: object }).content));

  it.each([
    ['a list', '[]'],
    ['a number', '5'],
    ['of the wrong shape', checkedJson({ one: { seed: 3 } })],
    ['edited', checkedJson({ one: { seed: '3' } }).replace('"3"', '"4"')],
    ['cut short', '{'],
  ])('plans without the file of the last run when it is %s, with a notice', async (_, text) => {
    await run(SUMS);
    await writeFile(join(store, 'last', 'sums.json'), text);
    const { events, reasons } = await run(SUMS, { set: ['nodes.two.config.value=20'] });
    expect(reasons.two).toBe('run: never ran');
    expect(noticesOf(events)).toEqual([expect.stringMatching(/last\/sums\.json is damaged \(sums\.json .*\)/)]);
    expect(noticesOf((await run(SUMS)).events)).toEqual([]);
  });

  it.each([
    ['of the wrong shape', (path: string) => writeFile(path, '[]')],
    ['a folder', (path: string) => rm(path).then(() => mkdir(path))],
  ])('writes the file of the last run again when that is %s, also when all nodes are cached', async (_, damage) => {
    await run(SUMS);
    await damage(join(store, 'last', 'sums.json'));
    const { result, events } = await run(SUMS);
    expect([...result.outcomes.values()]).not.toContain('failed');
    expect(noticesOf(events)).toHaveLength(1);
    const { events: next, reasons } = await run(SUMS, { set: ['nodes.two.config.value=20'] });
    expect(noticesOf(next)).toEqual([]);
    expect(reasons.two).toMatch(/^run: config\.value/);
  });

  it('executes each node once for eight parallel runs, and notifies the others', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => run(SUMS, { jobs: 2 })));
    expect(runs.map(({ result }) => result.status)).toEqual(Array(8).fill('finished'));
    expect(counts).toEqual({ one: 1, two: 1, three: 1, bad: 1, after: 1, five: 1 });
    for (const id of ['one', 'two', 'three', 'bad', 'after', 'five'])
      expect(runs.filter(({ outcomes }) => outcomes[id] === 'finished')).toHaveLength(1);
    const told = runs.flatMap(({ events }) => noticesOf(events));
    // On a busy machine, runs also print that they wait.
    const executed = told.filter((line) => !line.startsWith('Waiting for '));
    expect(executed.length).toBeGreaterThan(0);
    expect(new Set(executed)).toEqual(new Set(['Executed by another run. Using its outputs.']));
    expect(new Set(runs.map(({ result }) => result.folder)).size).toBe(8);
    const last = JSON.parse(await readFile(join(store, 'last', 'sums.json'), 'utf8')) as { content: object };
    expect(Object.keys(last.content).sort()).toEqual(['after', 'bad', 'five', 'one', 'three', 'two']);
    for (const folder of ['tmp', 'locks', 'work'])
      expect(await readdir(join(store, folder)).catch(() => [])).toEqual([]);
  });

  it('executes a forced node in each of two runs, one after the other', async () => {
    await run(SUMS);
    const runs = await Promise.all([run(SUMS, { force: ['three'] }), run(SUMS, { force: ['three'] })]);
    expect(runs.map(({ outcomes }) => outcomes.three)).toEqual(['finished', 'finished']);
    expect(counts.three).toBe(3);
    expect((await run(SUMS)).outcomes.three).toBe('cached');
  });

  it('fails with the path and a fix when the file system refuses an operation, and leaves no temporary files', async () => {
    const yaml = (path: string) => `nodes:\n  disk: { type: test/disk, config: { path: ${JSON.stringify(path)} } }\n`;
    const below = join(store, 'file', 'x');
    await writeFile(join(store, 'file'), '');
    for (const [path, code] of [
      [below, 'EXPGRAPH_FILE_NOT_A_FOLDER'],
      [join(store, 'n'.repeat(300)), 'EXPGRAPH_FILE_NAME_TOO_LONG'],
      ...(process.platform === 'linux' ? [['/dev/full', 'EXPGRAPH_FILE_NO_SPACE']] : []),
    ]) {
      const { result, events } = await run(yaml(path));
      expect(result.status).toBe('failed');
      const failed = events.find((event) => event.type === 'node-failed');
      expect(failed?.error.code).toBe(code);
      if (code !== 'EXPGRAPH_FILE_NO_SPACE') expect(failed?.error.message).toContain(path);
      expect(failed?.error.rendered).toContain('sums.yaml:2:3');
    }
    expect(await readdir(join(store, 'tmp'))).toEqual([]);
  });

  it('fails when the report cannot be written, and keeps the outputs of the nodes', async () => {
    const document = readDocumentText(SUMS, { file: 'sums.yaml', folder: store });
    const plan = await planRun(buildGraph(document, registry), { store });
    const refused = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write', path: '/disk/report.html' });
    const finish = () => Promise.reject(refused);
    const { status, outcomes } = await executePlan(plan, { listeners: [{ handle: () => undefined, finish }] });
    expect(status).toBe('failed');
    expect(new Set(outcomes.values())).toEqual(new Set(['finished']));
    expect(new Set(Object.values((await run(SUMS)).outcomes))).toEqual(new Set(['cached']));
  });

  it('rebuilds a dataset for a node that needs it, from its stored entries', async () => {
    const yaml =
      'nodes:\n  range: { type: test/range, config: { size: 7 } }\n  size: { type: test/size, inputs: { data: range } }\n';
    await run(yaml);
    const { outcomes } = await run(yaml, { set: ['nodes.size.config.factor=2'] });
    expect(outcomes).toEqual({ range: 'cached', size: 'finished' });
    expect(counts).toEqual({ range: 2, index: 1 });
  });

  it('replays the metrics and tables of cached nodes', async () => {
    await run(SUMS);
    const { events } = await run(SUMS);
    const replayed = events.filter((event) => event.type === 'metrics').sort((a, b) => (a.node < b.node ? -1 : 1));
    expect(replayed).toMatchObject([
      { node: 'one', step: 0, metrics: { value: 1 }, cached: true },
      { node: 'two', step: 0, metrics: { value: 2 }, cached: true },
    ]);
    expect(events).toContainEqual({
      ...{ type: 'table', node: 'one', title: 'Numbers', cached: true, time: expect.any(Number) },
      table: { columns: ['name', 'value'], rows: [['one', 1]] },
    });
  });

  it('logs a picture with values that are not finite identically when executed and when cached', async () => {
    const drawn = await run(SUMS);
    const cached = await run(SUMS);
    const picturesOf = ({ events }: typeof drawn) =>
      events
        .filter((event) => event.type === 'picture')
        .map(({ node, title, picture }) => ({ node, title, picture }))
        .sort((a, b) => (a.node < b.node ? -1 : 1));
    expect(picturesOf(cached)).toEqual(picturesOf(drawn));
    expect(picturesOf(drawn)[0].picture).toMatchObject({ series: [{ values: [1, null] }] });
  });

  it('rejects a picture with another number of values than names', async () => {
    const { events } = await run('nodes:\n  one: { type: test/number, config: { name: one, value: -1 } }\n');
    const failed = events.find((event) => event.type === 'node-failed');
    expect(failed).toMatchObject({ error: { code: 'EXPGRAPH_PLUGIN_PICTURE' } });
    expect(failed?.error.message).toContain('"one" in the picture "Curve" has 1 values, expected 2.');
  });

  it('copies the folders of a node to every run that has the node, as they were last complete', async () => {
    const yaml = 'nodes:\n  left: { type: test/leave, config: { fails: true } }\n';
    fail = true;
    const failed = await run(yaml);
    expect(failed.result.status).toBe('failed');
    expect(await readdir(failed.result.folder)).not.toContain('kept');
    fail = false;
    const inodes = new Set<number>();
    for (const outcome of ['finished', 'cached', 'cached']) {
      const { result, events, outcomes } = await run(yaml);
      expect(outcomes.left).toBe(outcome);
      const notes = events.filter((event) => event.type === 'artifact').map(({ name, path }) => [name, path] as const);
      expect(notes.map(([name]) => name)).toEqual(['kept/left/first', 'kept/left/second/best']);
      const texts = await Promise.all(notes.map(([, path]) => readFile(join(path, 'note.txt'), 'utf8')));
      expect(texts).toEqual(['better', 'late']);
      expect(await readdir(join(result.folder, 'kept', 'left'))).toHaveLength(2);
      for (const [, path] of notes) inodes.add((await stat(join(path, 'note.txt'))).ino);
    }
    // The second and the third run linked the files of the first.
    expect(inodes.size).toBe(2);
    const [artifact] = await readdir(join(store, 'artifacts'));
    const stored = join(store, 'artifacts', artifact, 'kept', '@folders', 'first', 'note.txt');
    expect(inodes).not.toContain((await stat(stored)).ino);
  });

  it('records the digests of its folders, in the run and in the artifact', async () => {
    const { result } = await run('nodes:\n  left: { type: test/leave }\n');
    const [artifact] = await readdir(join(store, 'artifacts'));
    for (const folder of [
      join(result.folder, 'kept', 'left', 'first'),
      join(store, 'artifacts', artifact, 'kept', '@folders', 'first'),
    ]) {
      expect(await findDamageBelow(folder)).toBeUndefined();
      await writeFile(join(folder, 'note.txt'), 'EDITED');
      expect(await findDamageBelow(folder)).toMatch(/note\.txt/);
    }
    await rm(join(result.folder, 'files.json'));
    expect(await findDamageBelow(join(result.folder, 'kept', 'left', 'first'))).toMatch(/files\.json, is missing/);
    const other = join(store, 'other', 'models', 'x');
    await mkdir(other, { recursive: true });
    for (const name of ['files.json', 'manifest.json']) await writeFile(join(store, 'other', name), '{}');
    expect(await findDamageBelow(other)).toBeUndefined();
  });

  it('copies a folder of a node again if the copy of an earlier run was modified', async () => {
    const yaml = 'nodes:\n  left: { type: test/leave }\n';
    const first = await run(yaml);
    const note = (folder: string) => join(folder, 'kept', 'left', 'first', 'note.txt');
    await writeFile(note(first.result.folder), 'EDITED');
    expect(await readFile(note((await run(yaml)).result.folder), 'utf8')).toBe('better');
  });

  it('writes the experiment, the plan, the environment, the journal and the metrics', async () => {
    const { result, events } = await run(SUMS, { set: ['seed=5'] });
    const read = (name: string) => readFile(join(result.folder, name), 'utf8');
    expect(await read('experiment.yaml')).toContain('seed: 5');
    expect(JSON.parse(await read('plan.json'))).toHaveLength(6);
    expect(JSON.parse(await read('environment.json'))).toMatchObject({ node: process.version });
    expect(JSON.parse(await read('metrics.json'))).toEqual({ one: { value: [[0, 1]] }, two: { value: [[0, 2]] } });
    const journal = (await read('events.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);
    expect(journal.map((event) => event.type)).toEqual(events.map((event) => event.type));
  });

  it('plans 1,000 nodes in less than quadratic time', async () => {
    const nodes = Array.from({ length: 1000 }, (_, index) =>
      index === 0
        ? '  n0: { type: test/number, config: { name: n0 } }'
        : `  n${index}: { type: test/add, inputs: { a: n${index - 1}, b: n0 }, config: { name: n${index} } }`,
    );
    const began = performance.now();
    const document = readDocumentText(`nodes:\n${nodes.join('\n')}\n`, { file: 'many.yaml', folder: store });
    const plan = await planRun(buildGraph(document, registry), { store });
    expect(plan.entries.size).toBe(1000);
    // The goal is one second; ten mean quadratic time on any machine.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('a run that is killed at any time', () => {
  const program = fileURLToPath(new URL('../fixtures/counting-run.mjs', import.meta.url));
  const spawnRun = () => spawn(process.execPath, [program, store], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = (child: ReturnType<typeof spawnRun>) =>
    new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));

  it('resumes, and ends with the same result', async () => {
    await mkdir(store, { recursive: true });
    const reference = await mkdtemp(join(tmpdir(), 'expgraph-reference-'));
    const whole = spawn(process.execPath, [program, reference], { stdio: 'ignore' });
    expect(await ended(whole as ReturnType<typeof spawnRun>)).toBe(0);
    const expected = await readFile(join(reference, 'result.json'), 'utf8');
    for (let kill = 0; kill < 12; kill += 1) {
      const child = spawnRun();
      const timer = setTimeout(() => child.kill('SIGKILL'), 120 + kill * 45);
      await ended(child);
      clearTimeout(timer);
    }
    expect(await ended(spawnRun())).toBe(0);
    expect(await readFile(join(store, 'result.json'), 'utf8')).toBe(expected);
    expect(await readdir(join(store, 'store', 'tmp'))).toEqual([]);
    await rm(reference, { recursive: true, force: true });
  }, 60_000);
});
