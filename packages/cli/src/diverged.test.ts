import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

/** Trainings whose learning rate makes every weight NaN. */
const DIVERGE =
  '{ epochs: 3, optimizer: { type: sgd, learningRate: 1.0e+30 }, callbacks: [{ type: terminate-on-nan }] }';
const EXPERIMENT = `name: diverged
nodes:
  photos: { type: load/images, config: { source: ./photos, size: [4, 4], range: 0..255 } }
  network: { type: model/dense, inputs: { data: photos }, config: { units: [4] } }
  trained: { type: train, inputs: { model: network, train: photos }, config: ${DIVERGE} }
  measured: { type: evaluate, inputs: { model: trained.model, data: photos } }
  guessed: { type: predict, inputs: { model: trained.model, data: photos } }
  series: { type: load/timeseries, config: { source: ./series.csv } }
  windows: { type: timeseries/windows, inputs: { data: series }, config: { length: 3 } }
  regression: { type: model/linear-regression, inputs: { data: windows } }
  fitted: { type: train, inputs: { model: regression, train: windows }, config: ${DIVERGE} }
  forecasts: { type: forecast, inputs: { model: fitted.model, data: windows } }
`;

const WARNING =
  'predictions are NaN or infinite. The training has probably diverged: lower the learning rate, and check that the features have the range that the model expects.';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-diverged-'));
  for (const [index, path] of ['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png'].entries()) {
    await mkdir(join(folder, 'photos', path, '..'), { recursive: true });
    const background = { r: 50 * index + 20, g: 90, b: 250 - 60 * index };
    await sharp({ create: { width: 4, height: 4, channels: 3, background } })
      .png()
      .toFile(join(folder, 'photos', path));
  }
  await writeFile(
    join(folder, 'series.csv'),
    `value\n${Array.from({ length: 12 }, (_, step) => step * step).join('\n')}\n`,
  );
  await writeFile(join(folder, 'diverged.yaml'), EXPERIMENT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(): Promise<{ output: string; folder: string; report: string; journal: string }> {
  const output = await new Promise<string>((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, MLFLOW_TRACKING_URI: undefined };
    execFile(process.execPath, [program, 'run', 'diverged.yaml'], { cwd: folder, env }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
    );
  });
  const runs = join(folder, '.expgraph', 'runs');
  const latest = join(runs, (await readdir(runs)).sort().at(-1) as string);
  const read = (name: string) => readFile(join(latest, name), 'utf8');
  return { output, folder: latest, report: await read('report.html'), journal: await read('events.jsonl') };
}

describe('a training that diverges and continues', () => {
  it('reports the number of NaN predictions, and warns with the likely cause', async () => {
    const { output, folder, report, journal } = await run();
    for (const line of [`measured: 4 of 4 ${WARNING}`, `guessed: 4 of 4 ${WARNING}`, `forecasts: 9 of 9 ${WARNING}`]) {
      expect(output).toContain(line);
      expect(report).toContain(`<li>${line}</li>`);
    }
    expect(report).toContain('4 of 4 predictions are NaN or infinite.');
    expect(report).toContain('<dt>loss</dt><dd>NaN</dd>');
    expect(journal).toContain('"loss":"NaN"');
    expect(JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')).forecasts.mae).toEqual([[null, 'NaN']]);
  });

  it('has the same results when all nodes are cached', async () => {
    const { output, report } = await run();
    expect(output).toContain('0 executed, 10 cached');
    expect(report).toContain('4 of 4 predictions are NaN or infinite.');
    expect(report).toContain('<h2>NaN or infinite predictions: forecasts</h2>');
    expect(report).toContain('<dt>mae</dt><dd>NaN</dd>');
  });
});
