import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

/** The experiment of docs/guide/recurrent-networks.md, on a series in which every eighth value predicts the value eight timesteps later. */
const EXPERIMENT = `name: memory
seed: 2
nodes:
  series: { type: load/timeseries, config: { source: ./series.csv } }
  parts: { type: timeseries/split, inputs: { data: series }, config: { train: 0.8, validation: 0, test: 0.2 } }
  windows: { type: timeseries/windows, inputs: { data: parts.train }, config: { length: 4, stride: 4 } }
  side-by-side: { type: streams, inputs: { data: windows }, config: { count: 8 } }
  test: { type: timeseries/windows, inputs: { data: parts.test }, config: { length: 4, stride: 4 } }
  memory: { type: rnn/simple-rnn, inputs: { data: windows }, config: { units: 8, stateful: true } }
  model: { type: head/regressor, inputs: { model: memory } }
  trained:
    type: train
    inputs: { model: model, train: side-by-side }
    config: { loss: meanSquaredError, batchSize: 8, epochs: 20, optimizer: { type: adam, learningRate: 0.01 } }
  forecasts: { type: forecast, inputs: { model: trained.model, data: test }, config: { batchSize: 1 } }
`;

/** Windows of four: three zeros, and 1 or -1. After a window comes the last value of the previous window, times a half. */
function series(): string {
  let state = 7;
  const ends = Array.from({ length: 1000 }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state > 2 ** 30 ? 1 : -1;
  });
  const rows = ends.flatMap((end, index) => [index < 2 ? 0 : ends[index - 2] / 2, 0, 0, end]);
  return ['value', ...rows, ''].join('\n');
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-stateful-'));
  await writeFile(join(folder, 'series.csv'), series());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(
  name: string,
  yaml: string,
  ...more: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  await writeFile(join(folder, name), yaml);
  const words = [program, 'run', name, ...more];
  const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('stateful networks', () => {
  it('remember the previous window', async () => {
    const errorOf = async (name: string, yaml: string) => {
      const { stdout } = await run(name, yaml, '--json');
      const metrics = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; node?: string; metrics?: { mae: number } })
        .findLast(({ type, node }) => type === 'metrics' && node === 'forecasts')?.metrics;
      return metrics?.mae as number;
    };
    expect(await errorOf('stateful.yaml', EXPERIMENT)).toBeLessThan(0.3);
    expect(await errorOf('forgetful.yaml', EXPERIMENT.replace('stateful: true', 'stateful: false'))).toBeGreaterThan(
      0.4,
    );
  }, 120_000);

  it('require full batches, with a fix in the error', async () => {
    const { code, stdout } = await run('wrong.yaml', EXPERIMENT.replace('batchSize: 8', 'batchSize: 7'));
    expect(code).toBe(1);
    expect(
      `\n${stdout.slice(stdout.indexOf('wrong.yaml:'), stdout.indexOf('\nforecasts: skipped'))}`,
    ).toMatchSnapshot();
  });
});
