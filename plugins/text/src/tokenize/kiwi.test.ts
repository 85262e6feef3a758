import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment, runNode } from '@expgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDataset } from '../load/text-dataset.js';
import { Tokenize } from './tokenize.js';

const TEXTS = [
  '아버지가방에들어가신다',
  '한국어 형태소 분석기를 노드에서 사용한다. 결말이 좋았다 😀 ㅋㅋㅋ',
  '이 영화는 정말 재미있었고, 음악도 마음에 들었어요!',
  '한국어'.normalize('NFD'),
  'Hello 42',
  '',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-kiwi-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function tokens(model: string, texts: readonly string[], options: object = {}): Promise<readonly string[]> {
  const data = new TextDataset(texts.map((text, index) => ({ text, label: 'one', name: `text ${index}` })));
  const rules = { normalization: 'none', lowercase: false, strip: 'none', split: 'morpheme', analyzer: 'kiwi' };
  const config = { ...rules, model: `file:${model}`, ...options } as const;
  const { outputs } = await runNode(Tokenize, { inputs: { data }, config: config as never });
  return (await outputs.data.read(texts.map((_, index) => index))).texts ?? [];
}

describe('kiwi', () => {
  it('reports missing and damaged models', async () => {
    const [empty, damaged] = [join(folder, 'empty'), join(folder, 'damaged')];
    for (const path of [empty, damaged]) await mkdir(path);
    for (const name of ['sj.morph', 'cong.mdl', 'extract.mdl']) await writeFile(join(damaged, name), 'none');
    await expect(tokens(empty, TEXTS)).rejects.toThrow(`"file:${empty}" is not a Kiwi model: sj.morph is missing.`);
    await expect(tokens(join(damaged, 'sj.morph'), TEXTS)).rejects.toThrow('is not a Kiwi model');
    await expect(tokens(damaged, TEXTS)).rejects.toThrow(`Kiwi 0.23.0 cannot load the model in "file:${damaged}".`);
  });

  // The model is 88 MB. In WebAssembly it is quantized further: 97 % of the morphemes of 300 package descriptions are the same.
  it.runIf(process.env.EXPGRAPH_FULL_TESTS)(
    'finds nearly all morphemes of the Python package',
    async () => {
      const python = join(await pythonEnvironment('kiwi', ['kiwipiepy==0.23.0']), 'python');
      const program = `
import json, kiwipiepy_model, sys
from kiwipiepy import Kiwi
kiwi = Kiwi(model_type="cong")
found = [[(token.form, token.tag) for token in kiwi.tokenize(text)] for text in json.loads(sys.argv[1])]
print(json.dumps({"model": kiwipiepy_model.get_model_path(), "found": found}))`;
      const output = execFileSync(python, ['-c', program, JSON.stringify(TEXTS)], { encoding: 'utf8' });
      const { model, found } = JSON.parse(output) as { model: string; found: [string, string][][] };
      for (const part of ['', 'N', 'V']) {
        const ours = await tokens(model, TEXTS, part === '' ? {} : { partsOfSpeech: [part] });
        const theirs = found.flat().filter(([, tag]) => tag.startsWith(part));
        const same = theirs.filter(([form]) => ours.some((text) => text.split(' ').includes(form)));
        expect(same.length).toBeGreaterThan(0.9 * theirs.length);
        expect(Math.abs(ours.flatMap((text) => text.split(' ')).length - theirs.length)).toBeLessThan(4);
      }
      const [first, ...rest] = await tokens(model, TEXTS);
      expect(first).toBe('아버지 가 방 에 들어가 시 ᆫ다');
      // Without normalization.
      expect(rest.slice(2)).toEqual(['한국어'.normalize('NFD'), 'Hello 42', '']);
    },
    600_000,
  );
});
