import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildVocabulary, LoadText, Pad, Tokenize } from '@expgraph/plugin-text';
import { runNode } from '@expgraph/testing';
import { readPass } from './reading.mjs';

/** Rows to compare with the other side. */
const CHECKED = 256;

/**
 * Encodes the reviews as token ids once per round, without the caches of the previous round. Writes the vocabulary and the first token ids for
 * the other side.
 *
 * @param {import('./cases.mjs').Case} definition
 * @param {string} folder
 * @param {import('./rounds.mjs').Rounds} rounds
 */
export async function runTexts({ batchSize, options, warmUp }, folder, rounds) {
  const source = join(folder, 'reviews.jsonl');
  const reviews = (await runNode(LoadText, { inputs: {}, config: { source } })).outputs.data;
  const tokenize = { normalization: 'none', strip: options.strip };
  const tokenized = async () => (await runNode(Tokenize, { inputs: { data: reviews }, config: tokenize })).outputs.data;
  const config = { maxTokens: options.vocabulary };
  const { vocabulary } = (await runNode(BuildVocabulary, { inputs: { data: await tokenized() }, config })).outputs;
  const padded = async () => {
    const inputs = { data: await tokenized(), vocabulary };
    return (await runNode(Pad, { inputs, config: { length: options.length, startToken: false } })).outputs.data;
  };
  await writeFile(join(folder, 'vocabulary.json'), JSON.stringify(vocabulary.tokens));
  await writeFile(join(folder, 'first.f32'), (await (await padded()).read(range(0, CHECKED))).features);
  const megabytes = (await sizesOf(source)) / 1e6;

  const encodeAll = async () => {
    const data = await padded();
    const rows = await readPass(data, range(0, data.size), { batchSize });
    return (megabytes * rows) / reviews.size;
  };
  for (let round = 0; round < warmUp; round += 1) await encodeAll();
  rounds.ready();
  for (let round = 0; ; round += 1) {
    await rounds.begin(round);
    rounds.end(await encodeAll());
  }
}

const range = (start, end) => Int32Array.from({ length: end - start }, (_, index) => start + index);

/** Size of the texts, in bytes. */
async function sizesOf(source) {
  const lines = (await readFile(source, 'utf8')).split('\n');
  return lines.reduce((total, line) => total + Buffer.byteLength(JSON.parse(line).text), 0);
}
