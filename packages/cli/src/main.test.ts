import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

/** A plugin whose nodes wait, fail or count. */
const PLUGIN = `
import { metrics, node, optional, plugin, Tracker, Type, inject } from '@expgraph/sdk';

@node('steps/step')
class Step {
  static inputs = { after: optional(metrics()) };
  static outputs = { value: metrics() };
  static config = Type.Object({ fails: Type.Boolean({ default: false }), wait: Type.Number({ default: 0 }) });
  constructor(@inject(Tracker) private readonly tracker: Tracker) {}
  async run({ config, signal }) {
    if (config.fails) throw new Error('the disk is full');
    const until = Date.now() + config.wait;
    while (Date.now() < until) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.tracker.logMetrics({ accuracy: 0.5, loss: Number.NaN });
    return { value: { accuracy: 0.5 } };
  }
}
export default plugin({ name: 'steps', nodes: [Step] });
`;

const YAML = `name: steps
plugins: [./steps.ts]
nodes:
  first: { type: steps/step }
  second: { type: steps/step, inputs: { after: first } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-main-'));
  await writeFile(join(folder, 'steps.ts'), PLUGIN);
  await writeFile(join(folder, 'steps.yaml'), YAML);
  await writeFile(
    join(folder, 'failing.yaml'),
    YAML.replace('{ type: steps/step }', '{ type: steps/step, config: { fails: true } }'),
  );
  await writeFile(
    join(folder, 'slow.yaml'),
    YAML.replace('{ type: steps/step }', '{ type: steps/step, config: { wait: 20000 } }'),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const expgraph = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<Ended>((resolve) => {
    const variables = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env };
    execFile(process.execPath, [program, ...words], { cwd: folder, env: variables }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

const ESCAPE = String.fromCharCode(27);

describe('expgraph', () => {
  it('runs, then takes all nodes from the cache, and exits with 0', async () => {
    const first = await expgraph(['run', 'steps.yaml', '--store', 'a']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('2 executed, 0 cached');
    expect(first.stdout).not.toContain(ESCAPE);
    const second = await expgraph(['run', 'steps.yaml', '--store', 'a']);
    expect(second.stdout).toContain('steps: all 2 nodes are up to date');
    expect(second.stdout).toContain('0 executed, 2 cached');
  });

  // Linux provides the number of threads of a process.
  it.runIf(process.platform === 'linux')('reads files and images on all cores', async () => {
    const count = join(folder, 'count-threads.cjs');
    await writeFile(
      count,
      `const { readdirSync } = require('node:fs');
      process.on('exit', () => console.error(process.env.UV_THREADPOOL_SIZE, readdirSync('/proc/self/task').length));`,
    );
    const threadsWith = async (size?: string) => {
      const env = { NODE_OPTIONS: `--require ${count}`, UV_THREADPOOL_SIZE: size };
      const { stderr } = await expgraph(['validate', 'steps.yaml'], env);
      return stderr.trim().split(' ').map(Number);
    };
    const [few, many, usual] = [await threadsWith('2'), await threadsWith('9'), await threadsWith()];
    expect(many[1] - few[1]).toBe(7);
    expect(usual[0]).toBe(Math.max(4, availableParallelism()));
    expect(usual[1] - few[1]).toBe(usual[0] - 2);
  });

  it('exits with 1 when a node fails, and prints the reason and the resume command', async () => {
    const { code, stdout } = await expgraph(['run', 'failing.yaml', '--store', 'b']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'failing.yaml:4:3 EXPGRAPH_NODE_FAILED\nThe node "first" (steps/step) failed: the disk is full',
    );
    expect(stdout).toContain('second: skipped, because first failed');
    expect(stdout).toContain('Resume with: npx expgraph run failing.yaml --store b');
  });

  it('stops at Ctrl-C with 130, prints the resume command, and leaves no partial files', async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      [program, 'run', 'slow.yaml', '--set', 'seed=7', '--store', 'c'],
      { cwd: folder },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!stdout.includes('first: started') && chunk.includes('first: started')) child.kill('SIGINT');
      stdout += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    expect(stderr).toContain(
      'Stopping. Finished nodes are cached. Resume with: npx expgraph run slow.yaml --set seed=7 --store c',
    );
    expect(stdout).toContain('first: skipped, interrupted\nsecond: skipped, interrupted');
    expect(stdout).toContain('Interrupted');
    expect(await readdir(join(folder, 'c', 'artifacts')).catch(() => [])).toEqual([]);
    expect(await readdir(join(folder, 'c', 'tmp')).catch(() => [])).toEqual([]);
  });

  it('prints only events with --json', async () => {
    const { stdout } = await expgraph(['run', 'steps.yaml', '--store', 'd', '--json']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; metrics?: object });
    expect(events[0].type).toBe('run-started');
    expect(events.at(-1)?.type).toBe('run-finished');
    expect(events.find((event) => event.type === 'metrics')?.metrics).toEqual({ accuracy: 0.5, loss: 'NaN' });
  });

  it('prints colors only if wanted', async () => {
    expect((await expgraph(['plan', 'steps.yaml'])).stdout).not.toContain(ESCAPE);
    expect((await expgraph(['plan', 'steps.yaml'], { FORCE_COLOR: '1' })).stdout).toContain(ESCAPE);
    expect((await expgraph(['plan', 'steps.yaml'], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain(ESCAPE);
  });

  it('returns with --detailed-exitcode whether a node would run', async () => {
    expect((await expgraph(['plan', 'steps.yaml', '--store', 'e', '--detailed-exitcode'])).code).toBe(3);
    await expgraph(['run', 'steps.yaml', '--store', 'e']);
    expect((await expgraph(['plan', 'steps.yaml', '--store', 'e', '--detailed-exitcode'])).code).toBe(0);
    const { stdout } = await expgraph(['plan', 'steps.yaml', '--store', 'e', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 'first', action: 'cached' },
      { id: 'second', action: 'cached' },
    ]);
  });

  it('executes forced nodes', async () => {
    await expgraph(['run', 'steps.yaml', '--store', 'f']);
    expect((await expgraph(['run', 'steps.yaml', '--store', 'f', '--force', 'second'])).stdout).toContain(
      '1 executed, 1 cached',
    );
  });

  it('lists the metrics of forecasts, and escapes control characters', async () => {
    const run = join(folder, 'forecasts', 'runs', '2026-01-01T00-00-00-series-abcd');
    await mkdir(run, { recursive: true });
    const planned = (id: string, type: string) => ({
      id,
      type,
      action: 'run',
      reason: '',
      fingerprint: id,
      dependsOn: [],
    });
    const about = { id: 'r', experiment: 'series', file: 'e', folder: run, seed: 0, params: {} };
    const events = [
      { type: 'run-started', run: about, nodes: [planned('fit', 'train'), planned('next', 'forecast')] },
      { type: 'metrics', node: 'fit', step: 0, metrics: { loss: 1 } },
      { type: 'metrics', node: 'next', metrics: { mae: 2, 'rm\x1b[2Jse\u202e': 3 } },
      { type: 'run-finished', status: 'finished', milliseconds: 10 },
    ];
    await writeFile(
      join(run, 'events.jsonl'),
      events.map((event) => `${JSON.stringify({ ...event, time: 0 })}\n`).join(''),
    );
    const { stdout } = await expgraph(['runs', '--store', 'forecasts']);
    expect(stdout).toMatch(/finished {2}10 ms {2}next: mae 2\.0000 {2}rm\\u001b\[2Jse\\u202e 3\.0000\n$/);
    const json = (await expgraph(['runs', '--store', 'forecasts', '--json'])).stdout;
    expect(json).toMatch(/^[\n -~]+$/);
    expect(JSON.parse(json)[0].results).toEqual({ next: { mae: 2, 'rm\x1b[2Jse\u202e': 3 } });
  });

  it('lists past runs and shows one', async () => {
    expect((await expgraph(['runs', '--store', 'g'])).stdout).toContain('The store has no runs.');
    await expgraph(['run', 'steps.yaml', '--store', 'g']);
    const list = (await expgraph(['runs', '--store', 'g'])).stdout;
    expect(list).toMatch(/^\S+-steps-\w{4} {2}finished/);
    const shown = (await expgraph(['runs', list.split(' ')[0], '--store', 'g'])).stdout;
    expect(shown).toMatch(/second +finished .* accuracy 0\.5000/);
    expect(await expgraph(['runs', 'none', '--store', 'g'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The run "none" does not exist'),
    });
  });

  it('shows a run with a damaged journal, and the number of skipped lines', async () => {
    await expgraph(['run', 'steps.yaml', '--store', 'h']);
    const [id] = await readdir(join(folder, 'h', 'runs'));
    const journal = join(folder, 'h', 'runs', id, 'events.jsonl');
    const wrong = [
      '[]',
      'null',
      '5',
      '{"type":"metrics","node":"first","metrics":5,"time":1}',
      '{"type":"run-started"}',
      '{',
    ];
    await appendFile(journal, `${wrong.join('\n')}\n{"type":"node-`);
    for (const words of [['runs'], ['runs', id], ['runs', '--json']]) {
      const { code, stdout, stderr } = await expgraph([...words, '--store', 'h']);
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `${journal} is damaged: 6 lines are not events and were skipped.\n`,
      });
      expect(stdout).toContain(id);
    }
  });

  it.each([
    [
      'run',
      'a file as the store',
      ['run', 'steps.yaml', '--store', 'file'],
      /EXPGRAPH_FILE_NOT_A_FOLDER\nCannot \w+.* \S*file\S*: found a file/,
    ],
    ['plan', 'a file as the store', ['plan', 'steps.yaml', '--store', 'file'], /EXPGRAPH_FILE_NOT_A_FOLDER/],
    ['runs', 'a file as the store', ['runs', '--store', 'file'], /EXPGRAPH_FILE_NOT_A_FOLDER/],
    ['predict', 'a file as the store', ['predict', 'last:x', 'a.jpg', '--store', 'file'], /EXPGRAPH_FILE_NOT_A_FOLDER/],
    ['run', 'a long name', ['run', 'steps.yaml', '--store', 'n'.repeat(300)], /EXPGRAPH_FILE_NAME_TOO_LONG/],
    [
      'graph',
      'no folder',
      ['graph', 'steps.yaml', '-o', 'none/x.svg'],
      /EXPGRAPH_FILE_MISSING\nCannot open none\/x\.svg/,
    ],
    ['schema', 'a folder as the file', ['schema', '-o', '.'], /EXPGRAPH_FILE_IS_A_FOLDER/],
    ...(process.platform === 'linux'
      ? ([
          ['graph', 'a full disk', ['graph', 'steps.yaml', '-o', '/dev/full'], /EXPGRAPH_FILE_NO_SPACE\nCannot write/],
        ] as const)
      : []),
  ] as const)('%s exits with 1 at %s, and names the path, the reason and a remedy', async (_, __, words, expected) => {
    await writeFile(join(folder, 'file'), '');
    const { code, stderr } = await expgraph(words);
    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/bug in expgraph|\n +at /);
    expect(stderr.trim().split('\n').length).toBeGreaterThan(3);
  });

  it.runIf(process.platform === 'linux')('exits with 1 when standard output is not writable', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [program, 'nodes'], { cwd: folder, stdio: ['ignore', full.fd, 'pipe'] });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    await full.close();
    expect(stderr).toContain('Cannot write the standard output: the disk or the quota is full.');
  });

  it('draws a graph as Mermaid and as SVG', async () => {
    const mermaid = (await expgraph(['graph', 'steps.yaml'])).stdout;
    expect(mermaid).toBe(
      'flowchart TD\n  n0["first<br/><small>steps/step</small>"]\n  n1["second<br/><small>steps/step</small>"]\n  n0 -->|after| n1\n',
    );
    const svg = (await expgraph(['graph', 'steps.yaml', '--format', 'svg'])).stdout;
    expect(svg).toContain('<title>2 nodes, 1 edges</title>');
  });

  it('describes nodes, and suggests similar ones', async () => {
    expect((await expgraph(['nodes', 'split'])).stdout).toMatch(/\n {2}published .*\n {4}train .*\n {6}names /);
    const { stdout } = await expgraph(['nodes', 'train']);
    expect(stdout).toMatch(/epochs +default 10 +Number of passes over the training data\./);
    expect(stdout).toContain('optimizer adam');
    expect((await expgraph(['nodes', 'trian'])).stderr).toContain('Unknown node type "trian". Did you mean "train"?');
  });

  it('exits with 2 on an invalid command line', async () => {
    expect((await expgraph(['run'])).code).toBe(2);
    expect((await expgraph(['rnu', 'steps.yaml'])).stderr).toContain("unknown command 'rnu'");
    expect((await expgraph(['run', 'steps.yaml', '--jobs', '0'])).code).toBe(2);
  });

  it('prints help', async () => {
    const { code, stdout } = await expgraph(['--help']);
    expect(code).toBe(0);
    for (const command of [
      'run',
      'plan',
      'validate',
      'graph',
      'nodes',
      'schema',
      'doctor',
      'runs',
      'weights',
      'predict',
    ])
      expect(stdout).toContain(`  ${command} `);
  });
});
