import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, parse } from 'node:path';
import { findDamageBelow, type Plan, predictionsCodec } from '@expgraph/core';
import { makeFolder } from '@expgraph/data/files';
import { formatTensorSpec, type ModelCard, type NodeFailure, type Predictions } from '@expgraph/sdk';
import {
  imageIsFolder,
  imageNotFound,
  modelDamaged,
  modelNotFound,
  notOfImages,
  predictionFailed,
} from '../messages.js';
import { table } from '../terminal/format.js';
import { printJson, printLines } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';
import { findModel } from './find-model.js';
import { type ModelPlugins, pluginsOfRun } from './plugins-of-run.js';
import { runAside } from './run-aside.js';

export interface PredictCommandOptions {
  readonly top: number;
  readonly store: string;
  readonly json?: boolean;
  /** Plugins that define layers of the model; default: those of its run. */
  readonly plugin?: readonly string[];
}

interface RankedClass {
  readonly class: string;
  readonly score: number;
}

/** Plugins of the prediction; it is not tracked. */
const PLUGINS = {
  from: import.meta.url,
  names: ['@expgraph/tensorflow', '@expgraph/model-io', '@expgraph/plugin-images', '@expgraph/plugin-training'],
};

/** `expgraph predict MODEL IMAGE...` */
export async function predict(model: string, images: readonly string[], options: PredictCommandOptions): Promise<void> {
  const source = await findModel(model, options.store);
  const damage = await findDamageBelow(source);
  if (damage !== undefined) throw modelDamaged(model, source, damage);
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-predict-'));
  try {
    await copyImages(images, join(folder, 'images'));
    const plugins = options.plugin
      ? { folder: process.cwd(), names: options.plugin }
      : ((await pluginsOfRun(source)) ?? { folder: process.cwd(), names: [] });
    const { predictions, failures } = await run({ ...(await imageInput(model, source)), source }, plugins, folder);
    if (!predictions) throw predictionFailed(failures.map((failure) => withGivenNames(failure, images, folder)));
    const results = images.map((image, index) => ({ image, predictions: bestOf(predictions, index, options.top) }));
    if (options.json) printJson(results);
    else printLines(render(results));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Copies images under names that keep their order, so that no other file of their folders is read. Every copy has an image extension,
 * so that a file that is not an image is an error: skipping it would shift the following predictions.
 */
async function copyImages(images: readonly string[], folder: string): Promise<void> {
  await makeFolder(folder);
  for (const [index, image] of images.entries()) {
    const found = await stat(image).catch(() => undefined);
    if (found?.isDirectory()) throw imageIsFolder(image);
    await copyFile(image, join(folder, copyName(image, index))).catch(() => {
      throw imageNotFound(image);
    });
  }
}

const copyName = (image: string, index: number) =>
  `${String(index).padStart(8, '0')}-${basename(image).slice(-100)}.png`;

/** Returns the image size and value range of the model's input. */
async function imageInput(model: string, folder: string): Promise<{ size: readonly number[]; range: string }> {
  const text = await readFile(join(folder, 'card.json'), 'utf8').catch(() => {
    throw modelNotFound(model);
  });
  const { input } = JSON.parse(text) as ModelCard;
  const [, height, width, channels] = input.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number' || channels !== 3 || input.range === undefined) {
    throw notOfImages(model, formatTensorSpec(input));
  }
  return { size: [height, width], range: input.range };
}

/** Predicts with an experiment in a temporary store. */
async function run(
  { source, size, range }: { source: string; size: readonly number[]; range: string },
  plugins: ModelPlugins,
  temporary: string,
): Promise<{ predictions?: Predictions; failures: readonly NodeFailure[] }> {
  const nodes = {
    model: { type: 'load/model', config: { source } },
    images: { type: 'load/images', config: { source: join(temporary, 'images'), size, range, unlabeled: true } },
    predict: { type: 'predict', inputs: { model: 'model', data: 'images' } },
  };
  const { plan, failures } = await runAside({
    name: 'predict',
    nodes,
    folder: plugins.folder,
    temporary,
    builtIn: PLUGINS,
    plugins: plugins.names,
  });
  if (failures.length > 0) return { failures };
  const outputs = join(artifactOf(plan, 'predict'), 'outputs');
  return { predictions: await predictionsCodec.decode(join(outputs, 'predictions')), failures };
}

/** Replaces the names of the copies by the names on the command line. */
function withGivenNames(failure: NodeFailure, images: readonly string[], folder: string): NodeFailure {
  const given = (text: string) =>
    images
      .reduce((sentence, image, index) => sentence.replaceAll(copyName(image, index), image), text)
      .replaceAll(` in "${join(folder, 'images')}"`, '');
  return { ...failure, message: given(failure.message), notes: failure.notes?.map(given) };
}

const artifactOf = ({ store, entries }: Plan, node: string) => store.artifact(entries.get(node)?.fingerprint ?? '');

function bestOf({ classes, scores }: Predictions, example: number, top: number): RankedClass[] {
  const row = scores.subarray(example * classes.length, (example + 1) * classes.length);
  const rankOf = (score: number) => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);
  const order = Array.from(row.keys()).sort((a, b) => rankOf(row[b]) - rankOf(row[a]));
  return order.slice(0, top).map((index) => ({ class: classes[index], score: row[index] }));
}

function render(results: readonly { image: string; predictions: readonly RankedClass[] }[]): string[] {
  const { bold } = paint(process.stdout);
  return results.flatMap(({ image, predictions }) => [
    bold(parse(image).base),
    ...table(predictions.map((prediction) => [`  ${prediction.class}`, prediction.score.toFixed(4)])),
  ]);
}
