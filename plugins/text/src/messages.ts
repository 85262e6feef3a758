import { type SkippedEntry, skippedLine } from '@expgraph/data/files';
import type { Table } from '@expgraph/data/formats';
import { ExperimentError, type NodePlace } from '@expgraph/sdk';

/** Where an option stands in the config of a node. */
export const at = (...option: string[]): NodePlace => ({ config: option });

/** A few names, and how many there are besides. */
export const some = (names: readonly string[], count = 3) => {
  const shown = names.slice(0, count).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > count ? ` … and ${names.length - count} more` : ''}`;
};

export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The beginning of what was found, on one line. */
export const short = (found: unknown) => {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  return text.length > 40 ? `${text.slice(0, 40)} …` : text;
};

export const formatUnknown = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_FORMAT', `"${source}" is a file of a kind that is not known.`, {
    at: at('source'),
    notes: [
      'Give a folder of .txt files, or a .csv, .tsv, .json, .jsonl, .ndjson or .npz file.',
      'Files of a token and its tag a line, such as .conll, need labelsOf: tokens.',
    ],
  });

export const noTextFiles = (source: string, skipped: readonly SkippedEntry[]) =>
  new ExperimentError('EXPGRAPH_TEXT_EMPTY', `"${source}" has no text.`, {
    at: at('source'),
    notes: [
      skipped.length > 0
        ? `expgraph ${skippedLine(skipped)}; for example ${some(skipped.map(({ path }) => path))}.`
        : 'It has no file at all.',
      'Set source to a folder with .txt or .md files, or files without an extension, at any depth, or to one file of texts.',
    ],
  });

export const noRecords = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_EMPTY', `There is no text in "${source}".`, {
    at: at('source'),
    notes: ['Give a file with one record a text at least.'],
  });

export const noLabels = (pattern: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NO_LABEL',
    `"${pattern}" matches none of the ${plural(paths.length, 'text')}, so they have no labels.`,
    {
      at: at('labels'),
      notes: [
        `Their paths are: ${some(paths)}.`,
        'Give each class a folder, or a pattern whose group matches the label in these paths.',
      ],
    },
  );

export const oneClass = (classes: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TEXT_ONE_CLASS', `There is one class only, "${classes[0]}", expected two or more.`, {
    at: at('source'),
    notes: ['Add texts of another class, or say with labels or columns where the classes stand.'],
  });

export const noColumnNumber = ({ file, columns, delimiter }: Table, role: 'text' | 'label', column: number) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_COLUMN',
    `"${file}" has ${plural(columns.length, 'column')} separated by ${JSON.stringify(delimiter)}, and columns.${role} is ${column}.`,
    {
      at: at('columns', role),
      notes: ['Give a lower number, the first column is 0; or set delimiter to what separates the columns.'],
    },
  );

export const columnNeedsNumber = (role: 'text' | 'label', column: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_COLUMN',
    `columns.${role} is "${column}", and with header: false no column has a name.`,
    {
      at: at('columns', role),
      notes: ['Give the number of the column; the first one is 0.'],
    },
  );

export const notRecords = (file: string, found: unknown) =>
  new ExperimentError('EXPGRAPH_TEXT_JSON', `"${file}" is ${short(found)}, expected an array of records.`, {
    at: at('source'),
    notes: ['Write an array of { "text": ..., "label": ... }.'],
  });

export const badRecord = (
  place: string,
  role: 'text' | 'label',
  found: unknown,
  labelsOf: 'texts' | 'tokens' = 'texts',
) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_RECORD',
    `${place}: its ${role} is ${found === undefined || found === '' ? 'missing' : short(found)}, expected ${
      labelsOf === 'tokens' ? EXPECTED_LISTS[role] : role === 'text' ? 'a text' : 'a text or a number'
    }.`,
    { at: at('source'), notes: ['Mend the record, or set onInvalid: skip to leave out such ones.'] },
  );

const EXPECTED_LISTS = { text: 'a list of tokens, none of them empty', label: 'a list of tags' } as const;

/** `fault`: a sentence with its place. */
export const brokenRecord = (fault: string) =>
  new ExperimentError('EXPGRAPH_TEXT_RECORD', fault, {
    at: at('source'),
    notes: [
      'Put a text with the delimiter in it between double quotes, or set onInvalid: skip to leave out such records. Where another character separates the columns, set delimiter.',
    ],
  });

export const inexactLabel = (place: string, label: unknown) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_RECORD',
    `${place}: its label is an integer near ${String(label)}, expected one of at most 2^53, beyond which neighbors are read as one.`,
    { at: at('source'), notes: ['Write it as a text, between double quotes.'] },
  );

export const wordIndexMissing = (file: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_WORD_INDEX',
    `"${file}" has numbers of words, and wordIndex does not say which words.`,
    {
      at: at('source'),
      notes: ['Set wordIndex to the file of its words; that of imdb.npz is imdb_word_index.json.'],
    },
  );

export const wordIndexInvalid = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_TEXT_WORD_INDEX', `"${source}" is no list of words and their numbers: ${reason}.`, {
    at: at('wordIndex'),
    notes: ['Give a JSON file of { "word": 1, ... }, such as imdb_word_index.json.'],
  });

export const numberWithoutWord = (place: string, number: unknown) =>
  new ExperimentError('EXPGRAPH_TEXT_WORD_INDEX', `${place}: wordIndex has no word of the number ${short(number)}.`, {
    at: at('wordIndex'),
    notes: ['Give the word index that belongs to these texts.'],
  });

export const npzDamaged = (file: string, reason: string) =>
  new ExperimentError('EXPGRAPH_TEXT_NPZ', `"${file}" is not as Keras' imdb.npz is, or is damaged: ${reason}.`, {
    at: at('source'),
    notes: [
      'Fetch it again. It has arrays x_train of lists of whole numbers, y_train of int64, and x_test and y_test.',
    ],
  });

export const npzWithoutParts = (file: string, names: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NPZ',
    `"${file}" has the arrays ${some(names, 5)}, expected x_train and y_train.`,
    {
      at: at('source'),
      notes: ['Name the arrays x_train and y_train, x_test and y_test.'],
    },
  );

export const partsOfSpeechWithoutMorphemes = (split: string) =>
  new ExperimentError('EXPGRAPH_TEXT_PARTS_OF_SPEECH', `partsOfSpeech needs morphemes, and split is "${split}".`, {
    at: at('partsOfSpeech'),
    notes: ['Set split: morphemes, or remove partsOfSpeech.'],
  });

export const analyserWithoutMorphemes = (option: 'analyser' | 'model', split: string) =>
  new ExperimentError('EXPGRAPH_TEXT_ANALYSER', `${option} is for morphemes, and split is "${split}".`, {
    at: at(option),
    notes: [`Set split: morphemes, or remove ${option}.`],
  });

const MODEL =
  'Get it with: python3 -m pip install --target kiwi kiwipiepy_model==0.23.0, and set model: ./kiwi/kiwipiepy_model';

export const kiwiWithoutModel = () =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', 'Kiwi has no model.', { at: at('analyser'), notes: [MODEL] });

export const modelWithoutKiwi = (analyser: string) =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', `model is for Kiwi, and analyser is "${analyser}".`, {
    at: at('model'),
    notes: ['Set analyser: kiwi, or remove model.'],
  });

export const kiwiModelMissing = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', `"${source}" is no model of Kiwi.`, {
    at: at('model'),
    notes: ['Give the folder that has sj.morph.', MODEL],
  });

export const kiwiFailed = (source: string, version: string) =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', `Kiwi ${version} can not use the model in "${source}".`, {
    at: at('model'),
    notes: ['It is damaged, or of another version.', MODEL],
  });

export const kiwiMissing = (cause: Error) =>
  new ExperimentError('EXPGRAPH_TEXT_ANALYSER', 'The analyser of Korean, "kiwi-nlp", can not be loaded.', {
    at: at('analyser'),
    notes: [cause.message.split('\n')[0], 'Install it: npm install kiwi-nlp@0.23.0'],
    cause,
  });

export const linderaMissing = (cause: Error) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_ANALYSER',
    'The analyser of Korean, "lindera-wasm-nodejs-cjk", can not be loaded.',
    {
      at: at('split'),
      notes: [cause.message.split('\n')[0], 'Install it: npm install lindera-wasm-nodejs-cjk@2.0.0'],
      cause,
    },
  );

export const noTokens = (texts: number, different: number, minCount: number) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NO_TOKENS',
    different === 0
      ? `There is no token in ${plural(texts, 'text')}.`
      : `None of the ${different} different tokens is met ${minCount} times.`,
    different === 0
      ? { at: { input: 'data' }, notes: ['Look at the node that tokenizes them: it may remove too much.'] }
      : { at: at('minCount'), notes: ['Lower minCount.'] },
  );

export const vocabularyOfPart = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY_LEAK',
    `The vocabulary would be made from the part "${part}", which the model must not have seen.`,
    { at: { input: 'data' }, notes: ['Connect the part to train with, for example parts.train.'] },
  );

export const vocabularyOfAll = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY_LEAK',
    `The vocabulary is made from all texts, also from those of the part "${part}" that are to be unseen.`,
    {
      at: { input: 'vocabulary' },
      notes: ['Make it after the split, from the part to train with: vocabulary: { inputs: { data: parts.train } }.'],
    },
  );

export const vocabularyNotAFile = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_VOCABULARY', `"${source}" is a folder, expected a file with a vocabulary.`, {
    at: at('source'),
    notes: ['Give the file vocabulary.tsv that the node vocabulary has left, or one token a line.'],
  });

export const vocabularyEmpty = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_VOCABULARY', `"${source}" has no token.`, {
    at: at('source'),
    notes: ['Give a file with one token a line.'],
  });

export const vocabularyLine = (file: string, line: number, found: string, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY',
    `${file}:${line}: found ${JSON.stringify(short(found))}, expected ${expected}.`,
    { at: at('source'), notes: ['Mend the line, or make the vocabulary anew with the node vocabulary.'] },
  );

export const vocabularyTwice = (file: string, line: number, token: string) =>
  new ExperimentError('EXPGRAPH_TEXT_VOCABULARY', `${file}:${line}: the token "${token}" is there a second time.`, {
    at: at('source'),
    notes: ['Remove one of the two lines.'],
  });

export const vocabularyUncounted = () =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY_UNCOUNTED',
    'The vocabulary does not say how many texts have each token, which TF-IDF weighs them by.',
    { at: { input: 'vocabulary' }, notes: ['Make it from texts with the node vocabulary, or use bag-of-words.'] },
  );
