import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

const RECORDS = 'input: [values], features: { values: { shape: [8, 8, 3] } }, classes: [dark, light]';
const TRAINING = 'epochs: 20, batchSize: 16, optimizer: { type: sgd, learningRate: 0.05 }';

/** Three equal trainings with one batch per epoch: on mixed images, on the same images from a file, and on the file with one class each. */
const EXPERIMENT = `name: soft-labels
seed: 3
nodes:
  photos: { type: load/images, config: { source: ./photos, size: [8, 8], range: 0..1 } }
  mixed: { type: mix-images, inputs: { images: photos }, config: { mixup: { alpha: 1 } } }
  kept: { type: cache, inputs: { data: mixed } }
  written: { type: write/tfrecord, inputs: { data: kept }, config: { content: values } }
  shares:
    type: load/tfrecord
    inputs: { files: written }
    config: { ${RECORDS}, label: label/soft, labelEncoding: soft }
  classes: { type: load/tfrecord, inputs: { files: written }, config: { ${RECORDS}, label: label } }
  model: { type: model/logistic-regression, inputs: { data: photos } }
  direct: { type: train, inputs: { model: model, train: kept }, config: { ${TRAINING} } }
  filed: { type: train, inputs: { model: model, train: shares }, config: { ${TRAINING} } }
  hard: { type: train, inputs: { model: model, train: classes }, config: { ${TRAINING} } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-soft-'));
  await writeFile(join(folder, 'soft.yaml'), EXPERIMENT);
  for (const [name, level] of [
    ['dark', 40],
    ['light', 210],
  ] as const) {
    await mkdir(join(folder, 'photos', name), { recursive: true });
    for (let index = 0; index < 8; index += 1) {
      const background = { r: level + index, g: level, b: 100 };
      await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toFile(join(folder, 'photos', name, `${index}.png`));
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('soft labels', () => {
  it('train from TFRecord files as from mixed images', async () => {
    const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: '1' };
    const words = [program, 'run', 'soft.yaml', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: folder, env });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; node?: string; metrics?: { loss?: number } });
    const lossesOf = (name: string) =>
      events.flatMap(({ type, node, metrics }) => (type === 'metrics' && node === name ? (metrics?.loss ?? []) : []));
    const [direct, filed, hard] = ['direct', 'filed', 'hard'].map(lossesOf);
    expect([direct.length, filed.length]).toEqual([20, 20]);
    for (const [epoch, loss] of filed.entries()) expect(loss).toBeCloseTo(direct[epoch], 5);
    // The loss of soft labels is at least their entropy; that of classes has no such bound.
    expect(Math.abs(direct[19] - hard[19])).toBeGreaterThan(0.05);
  }, 120_000);
});
