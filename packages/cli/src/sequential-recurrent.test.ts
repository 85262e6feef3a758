import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));
const fixtures = fileURLToPath(new URL('../../../plugins/rnn/fixtures/', import.meta.url));

/** The networks of the fixture `keras-recurrent.py`, with the weights that Keras has written. */
const EXPERIMENT = `name: recurrent
nodes:
  series: { type: load/timeseries, config: { source: ./waves.csv } }
  windows: { type: timeseries/windows, inputs: { data: series }, config: { length: 5, stride: 5 } }
  network:
    type: model/sequential
    inputs: { data: windows }
    config:
      weights: "file:${fixtures}recurrent.h5"
      layers:
        - { type: bidirectional, layer: { type: lstm, units: 4 }, returnSequences: true }
        - { type: gru, units: 3, returnSequences: true }
        - { type: stacked, cells: [{ type: simple-rnn, units: 3 }, { type: lstm, units: 2 }], returnSequences: true }
        - { type: simple-rnn, units: 2, returnSequences: true }
        - { type: lstm, units: 2 }
  forecasts: { type: predict, inputs: { model: network, data: windows } }
  padded: { type: load/timeseries, config: { source: ./padded.csv } }
  padded-windows: { type: timeseries/windows, inputs: { data: padded }, config: { length: 5, stride: 5 } }
  masked:
    type: model/sequential
    inputs: { data: padded-windows }
    config:
      weights: "file:${fixtures}masked.h5"
      layers:
        - { type: masking, maskValue: 9 }
        - { type: bidirectional, layer: { type: lstm, units: 3 }, returnSequences: true }
        - { type: dense, units: 3, activation: tanh }
        - { type: gru, units: 2 }
  masked-forecasts: { type: predict, inputs: { model: masked, data: padded-windows } }
`;

/** Two sequences of five timesteps, and one more for the last label, which no prediction reads. Some timesteps are padding. */
function waves(padding: readonly number[] = []): string {
  const values = Array.from({ length: 33 }, (_, index) => 0.5 * Math.sin(index * 12.9898 + 1));
  const rows = Array.from({ length: 11 }, (_, row) =>
    padding.includes(row) ? '9,9,9' : values.slice(3 * row, 3 * row + 3).join(','),
  );
  return ['a,b,c', ...rows, ''].join('\n');
}

/** Returns the predictions of a node of type predict for each window, by class index. */
async function predicted(run: string, node: string): Promise<number[]> {
  const table = await readFile(join(run, 'kept', node, 'top', 'predictions.csv'), 'utf8');
  // The most probable class is first.
  return [...table.matchAll(/^(.+),\d,(class \d),(.+)$/gm)]
    .map(([, name, kind, score]) => ({ at: `${name} ${kind}`, score: Number(score) }))
    .sort((a, b) => a.at.localeCompare(b.at, 'en', { numeric: true }))
    .map(({ score }) => score);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-recurrent-'));
  await writeFile(join(folder, 'waves.csv'), waves());
  await writeFile(join(folder, 'padded.csv'), waves([3, 4, 5, 7]));
  await writeFile(join(folder, 'recurrent.yaml'), EXPERIMENT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('recurrent layers in model/sequential', () => {
  it('give the outputs of Keras with its weights, also for masked timesteps', async () => {
    const words = [program, 'run', join(folder, 'recurrent.yaml'), '--store', join(folder, 'store'), '--json'];
    const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: '1' };
    const { stdout } = await promisify(execFile)(process.execPath, words, { env });
    const { run } = JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as { run: { folder: string } };
    const keras = JSON.parse(await readFile(join(fixtures, 'recurrent.json'), 'utf8')) as Record<string, number[]>;
    for (const [node, expected] of [
      ['forecasts', keras.outputs],
      ['masked-forecasts', keras.masked],
    ] as const) {
      const found = await predicted(run.folder, node);
      expect(found).toHaveLength(expected.length);
      for (const [index, value] of expected.entries()) expect(found[index], node).toBeCloseTo(value, 5);
    }
  }, 120_000);
});
