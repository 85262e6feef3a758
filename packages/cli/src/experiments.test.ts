import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseSource, resolveSource } from '@expgraph/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Settings that shrink each experiment. A missing experiment fails the test below. */
const SMALL: Readonly<Record<string, readonly string[]>> = {
  'classify-photographs.yaml': [],
  'finetune.yaml': ['params.size=32', 'params.epochs=1'],
  'digits.yaml': ['params.fraction=0.1', 'params.epochs=3'],
  // Takes only seconds.
  'forecast.yaml': [],
  // Synthetic texts.
  'korean.yaml': [],
  'sentiment.yaml': ['params.epochs=8'],
  'sequences.yaml': ['params.epochs=8'],
  'tags.yaml': ['params.epochs=40'],
  'tfrecord.yaml': ['params.size=32', 'params.epochs=1'],
  'word-vectors.yaml': ['params.units=4', 'params.epochs=1'],
};

/** Checks for leaks: a leak fails the run, and so the test. */
const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: '1' };

let store: string;
beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), 'expgraph-experiments-'));
});
afterAll(() => rm(store, { recursive: true, force: true }));

async function expgraph(command: string, file: string, ...more: string[]): Promise<string> {
  const small = SMALL[file].flatMap((setting) => ['--set', setting]);
  const words = [program, command, join('experiments', file), '--store', store, ...small, ...more];
  return (await promisify(execFile)(process.execPath, words, { cwd: root, env, maxBuffer: 1 << 26 })).stdout;
}

/** Runs an experiment, which must finish; `metricsOf` returns the last metrics of a node. */
async function finished(file: string, ...more: string[]) {
  const events = (await expgraph('run', file, '--json', ...more))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; [field: string]: unknown });
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', status: 'finished' });
  const metricsOf = (node: string) =>
    events.findLast((event) => event.type === 'metrics' && event.node === node)?.metrics as Record<string, number>;
  return { events, metricsOf };
}

it('shrinks every experiment', async () => {
  const files = (await readdir(join(root, 'experiments'))).filter((name) => name.endsWith('.yaml'));
  expect(files.sort()).toEqual(Object.keys(SMALL).sort());
});

describe('experiments/tfrecord.yaml, small', () => {
  it('writes the photographs to TFRecord files, trains on them, and keeps the files', async () => {
    const { events } = await finished('tfrecord.yaml');
    const { run } = events[0] as unknown as { run: { folder: string } };
    const kept = join(run.folder, 'kept', 'written', 'tfrecord');
    const names = await readdir(kept);
    expect(names.sort()).toEqual([0, 1, 2, 3].map((shard) => `food-0000${shard}-of-00004.tfrecord`));
    const shown = await promisify(execFile)(process.execPath, [program, 'tfrecord', 'inspect', kept], {
      cwd: root,
      env,
    });
    expect(shown.stdout).toMatch(/^image\/encoded +bytes +1 /m);
    const two = names.slice(0, 2).map((name) => join(kept, name));
    const ofTwo = await promisify(execFile)(process.execPath, [program, 'tfrecord', 'inspect', ...two], {
      cwd: root,
      env,
    });
    expect(ofTwo.stdout.match(/^food-0000\d-of-00004\.tfrecord /gm)).toEqual(
      two.map((_, shard) => `food-0000${shard}-of-00004.tfrecord `),
    );
    expect(await expgraph('run', 'tfrecord.yaml')).toContain('0 executed, 9 cached');
  }, 600_000);
});

describe('experiments/finetune.yaml, small', () => {
  it('finishes, and writes a model, a report and pictures', async () => {
    const { events } = await finished('finetune.yaml');
    const tested = events.filter(
      (event) => event.type === 'metrics' && (event.node === 'test' || event.node === 'transferred'),
    );
    expect(tested).toHaveLength(2);
    const { run } = events[0] as unknown as { run: { folder: string } };
    const files = [
      'experiment.yaml',
      'environment.json',
      'metrics.json',
      'report.html',
      'graph.svg',
      'test-confusion.svg',
      'finetune-loss.svg',
    ];
    for (const file of [...files, 'models/finetune/model.json', 'models/finetune/weights.bin'])
      await access(join(run.folder, file));
    const report = await readFile(join(run.folder, 'report.html'), 'utf8');
    expect(report).toContain('Confusion matrix');
    expect(report).toContain('<h2>Trained layers: finetune</h2>');
    // Batch normalization stays frozen: 8,960 of the weights.
    const block = ['block_16', '6', '478,400', '469,440', '1'].map((cell) => `<td>${cell}</td>`);
    expect(report).toContain(`<tr>${block.join('')}</tr>`);
    // Self-contained: nothing is fetched when it is opened.
    expect(report.match(/(?:src|href)="[^#"]*"/g)).toBeNull();
  }, 600_000);

  it('executes no node the second time', async () => {
    expect(await expgraph('run', 'finetune.yaml')).toContain('0 executed, 11 cached');
  });

  it('executes only finetune and test when the learning rate of finetune changes, as planned', async () => {
    const change = ['--set', 'nodes.finetune.config.optimizer.learningRate=0.00005'];
    const plan = await expgraph('plan', 'finetune.yaml', ...change);
    expect(plan).toContain('2 of 11 nodes to run');
    expect(plan).toMatch(/finetune +run +config\.optimizer\.learningRate: 0\.0001 → 0\.00005/);
    expect(plan).toMatch(/test +run +its input "model" changes: finetune runs/);
    expect(await expgraph('run', 'finetune.yaml', ...change)).toContain('2 executed, 9 cached');
  }, 120_000);

  it('gives the same model when it is killed during both trainings', async () => {
    const killed = await mkdtemp(join(tmpdir(), 'expgraph-killed-'));
    const words = ['run', join('experiments', 'finetune.yaml'), '--store', killed, '--json', '--jobs', '1'];
    const small = ['params.size=32', 'params.epochs=3'].flatMap((setting) => ['--set', setting]);
    const killAt = (moment: string) =>
      new Promise<void>((resolve) => {
        const child = spawn(process.execPath, [program, ...words, ...small], { cwd: root, env });
        child.stdout.on('data', (chunk: Buffer) => chunk.includes(moment) && child.kill('SIGKILL'));
        child.once('close', () => resolve());
      });
    await killAt('"node":"transfer","step":1,');
    await killAt('"node":"finetune","step":1,');
    const run = async (store: string) => {
      const all = [program, 'run', join('experiments', 'finetune.yaml'), '--store', store, '--json', ...small];
      const { stdout } = await promisify(execFile)(process.execPath, all, { cwd: root, env, maxBuffer: 1 << 26 });
      const { nodes, run: info } = JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as {
        nodes: { id: string; action: string }[];
        run: { folder: string };
      };
      const weights = await readFile(join(info.folder, 'models/finetune/weights.bin'));
      const actions = Object.fromEntries(nodes.map(({ id, action }) => [id, action]));
      return { actions, digest: createHash('sha256').update(weights).digest('hex') };
    };
    const resumed = await run(killed);
    expect(resumed.actions).toMatchObject({ transfer: 'cached', finetune: 'resume', test: 'run' });
    expect(await readdir(join(killed, 'tmp'))).toEqual([]);
    await rm(killed, { recursive: true, force: true });
    expect(resumed.digest).toBe((await run(store)).digest);
  }, 300_000);
});

describe('experiments/digits.yaml, small', () => {
  it('classifies digits, networks better than raw pixels', async () => {
    const { metricsOf } = await finished('digits.yaml');
    expect(metricsOf('by-pixels').accuracy).toBeGreaterThan(0.8);
    expect(metricsOf('by-network').accuracy).toBeGreaterThan(metricsOf('by-pixels').accuracy);
    expect(metricsOf('by-convolutions').accuracy).toBeGreaterThan(metricsOf('by-pixels').accuracy);
  }, 300_000);
});

describe('experiments/sentiment.yaml, small', () => {
  it('learns the sentiment of reviews', async () => {
    const { metricsOf } = await finished('sentiment.yaml');
    // Half of the reviews are positive.
    expect(metricsOf('test-regression').accuracy).toBeGreaterThan(0.7);
    expect(metricsOf('test-network').accuracy).toBeGreaterThan(0.65);
  }, 300_000);
});

describe('experiments/sequences.yaml, small', () => {
  it('learns from the order of words with each recurrent network', async () => {
    const { events, metricsOf } = await finished('sequences.yaml');
    for (const node of ['test-lstm', 'test-gru']) expect(metricsOf(node).accuracy).toBeGreaterThan(0.65);
    expect(metricsOf('test-simple').accuracy).toBeGreaterThan(0.55);
    const { run } = events[0] as unknown as { run: { folder: string } };
    const report = await readFile(join(run.folder, 'report.html'), 'utf8');
    for (const title of ['Side by side', 'Pictures: words-that-count', 'Pictures: while-reading'])
      expect(report).toContain(`<h2>${title}</h2>`);
    // MLflow gets the same.
    const files = events.filter((event) => event.type === 'artifact').map(({ name }) => name);
    expect(files).toContain('side-by-side-accuracy.svg');
    expect(files).toContain('words-that-count-Tokens-that-move-the-score.svg');
    expect(await readFile(join(run.folder, 'kept/words-that-count/occlusion/tokens.jsonl'), 'utf8')).toContain(
      '"falls"',
    );
  }, 300_000);
});

describe('experiments/tags.yaml, small', () => {
  it('tags the start and end of a journey from context, not from names', async () => {
    const { events, metricsOf } = await finished('tags.yaml');
    const [word, context] = ['test-by-word', 'test-in-context'].map((node) => metricsOf(node).accuracy);
    expect(context).toBeGreaterThan(0.87);
    expect(context).toBeGreaterThan(word + 0.05);
    const { run } = events[0] as unknown as { run: { folder: string } };
    const report = await readFile(join(run.folder, 'report.html'), 'utf8');
    expect(report).toContain('<h2>Classes: test-in-context</h2>');
    expect(report).toMatch(/<td>B-from<\/td><td>0\.\d+|<td>B-from<\/td><td>1\.000/);
    const table = await readFile(join(run.folder, 'kept/tagged/top/predictions.csv'), 'utf8');
    expect(table).toMatch(/^requests\.conll:\d+,to,1,O,0\.\d+$/m);
  }, 300_000);
});

describe('experiments/word-vectors.yaml, small', () => {
  it('trains on pretrained word vectors', async () => {
    const vectors = join(store, 'vectors.txt');
    const words = ['the', 'good', 'bad', 'zzyzx'];
    const line = (word: string, row: number) =>
      [word, ...Array.from({ length: 100 }, (_, index) => Math.sin(index * 13 + row).toFixed(3))].join(' ');
    await writeFile(vectors, words.map(line).join('\n'));
    const { events, metricsOf } = await finished('word-vectors.yaml', '--set', `params.vectors=${vectors}`);
    // words-allow: node ids seed random numbers.
    for (const node of ['average', 'gru-frozen', 'gru-tuned', 'gru-learnt'])
      expect(metricsOf(`test-${node}`).accuracy).toBeGreaterThan(0.3);
    const { params } = events.find(({ type, node }) => type === 'params' && node === 'frozen') as never;
    expect(params).toMatchObject({ tokensWithVector: 3 });
  }, 300_000);
});

describe('experiments/korean.yaml, with made-up texts', () => {
  it('classifies the texts, grouped by folder', async () => {
    const { metricsOf } = await finished('korean.yaml');
    expect(metricsOf('test-morphemes').accuracy).toBeGreaterThan(0.9);
    // Chance level is one third.
    expect(metricsOf('test-words').accuracy).toBeGreaterThan(0.5);
  }, 300_000);

  it('gets its texts from package descriptions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-korean-'));
    const [translation, packages] = [join(folder, 'Translation-ko'), join(folder, 'Packages')];
    const described = [
      ['one', '첫 번째 게임\n 재미있는 놀이입니다.\n .\n 함께 합니다.'],
      ['one-data', '첫 번째 게임의 자료'],
      ['same', '첫 번째 게임의 자료'],
      ['english', 'A game whose description was not translated, but for 한 letter'],
      ['two', '우편을 보내는 도구'],
    ];
    const paragraphs = described.map(([name, text]) => `Package: ${name}\nDescription-ko: ${text}\n`);
    await writeFile(translation, paragraphs.join('\n'));
    const known = ['one', 'one-data', 'same', 'english'].map(
      (name) => `Package: ${name}\nSource: ${name.split('-')[0]} (1.0)\nSection: contrib/games\n`,
    );
    await writeFile(packages, [...known, 'Package: two\nSection: mail\n'].join('\n'));
    const script = join(root, 'scripts', 'korean-descriptions.mjs');
    await promisify(execFile)(process.execPath, [script, join(folder, 'texts'), translation, packages]);
    const found = await readdir(join(folder, 'texts'), { recursive: true });
    const files = found.filter((path) => path.endsWith('.txt')).map((path) => path.replaceAll('\\', '/'));
    expect(files.sort()).toEqual(['games/one/one-data.txt', 'games/one/one.txt', 'mail/two/two.txt']);
    expect(await readFile(join(folder, 'texts', 'games/one/one.txt'), 'utf8')).toBe(
      '첫 번째 게임 재미있는 놀이입니다. 함께 합니다.\n',
    );
    await rm(folder, { recursive: true });
  });
});

describe('experiments/forecast.yaml, small', () => {
  it('forecasts carbon dioxide better than the persistence baseline', async () => {
    const { metricsOf } = await finished('forecast.yaml');
    // The persistence baseline is 1.2 parts per million on the test set.
    expect(metricsOf('forecast-linear').mae).toBeLessThan(1);
  }, 300_000);
});

describe('experiments/classify-photographs.yaml', () => {
  it('classifies the photographs as the guide shows', async () => {
    const output = await expgraph('run', 'classify-photographs.yaml', '--json');
    const { run } = JSON.parse(output.slice(0, output.indexOf('\n'))) as { run: { folder: string } };
    const table = await readFile(join(run.folder, 'kept', 'guesses', 'top', 'predictions.csv'), 'utf8');
    const best = [...table.matchAll(/^(.+),1,(.+),(.+)$/gm)].map(([, ...row]) => row);
    const guide = await readFile(join(root, 'docs', 'guide', 'classify-photographs.md'), 'utf8');
    const shown = [...guide.matchAll(/^\| `(.+)` +\| (.+?) +\| +([\d.]+) \|$/gm)].map(([, ...row]) => row);
    expect(best.map(([name, label]) => [name, label])).toEqual(shown.map(([name, label]) => [name, label]));
    for (const [index, [, , score]] of best.entries()) expect(Number(score)).toBeCloseTo(Number(shown[index][2]), 1);
  }, 600_000);

  it('writes a network that classifies any file', async () => {
    const { path } = await resolveSource(parseSource('pypi:scikit-image@0.25.2/skimage/data/coffee.png', root));
    const words = [program, 'predict', 'last:network', path, '--top', '1', '--store', store];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env });
    expect(stdout).toMatch(/^coffee\.png\n {2}espresso +0\.\d{4}\n$/);
  }, 120_000);
});
