import { at } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const partsOfSpeechWithoutMorphemes = (split: string) =>
  new ExperimentError('EXPGRAPH_TEXT_PARTS_OF_SPEECH', `partsOfSpeech needs split: morpheme, and split is ${split}.`, {
    at: at('partsOfSpeech'),
    notes: ['Set split: morpheme, or remove partsOfSpeech.'],
  });

export const optionWithoutMorphemes = (option: 'analyzer' | 'model', split: string) =>
  new ExperimentError('EXPGRAPH_TEXT_ANALYZER', `${option} needs split: morpheme, and split is ${split}.`, {
    at: at(option),
    notes: [`Set split: morpheme, or remove ${option}.`],
  });

const MODEL =
  'Install it with: python3 -m pip install --target kiwi kiwipiepy_model==0.23.0. Then set model: ./kiwi/kiwipiepy_model.';

export const kiwiWithoutModel = () =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', 'analyzer: kiwi needs a model, and model is not set.', {
    at: at('analyzer'),
    notes: [MODEL],
  });

export const modelWithoutKiwi = (analyzer: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_KIWI_MODEL',
    `model is an option of analyzer: kiwi, and analyzer is ${analyzer}.`,
    {
      at: at('model'),
      notes: ['Set analyzer: kiwi, or remove model.'],
    },
  );

export const kiwiModelMissing = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', `"${source}" is not a Kiwi model: sj.morph is missing.`, {
    at: at('model'),
    notes: ['Set model to the folder that contains sj.morph.', MODEL],
  });

export const kiwiFailed = (source: string, version: string) =>
  new ExperimentError('EXPGRAPH_TEXT_KIWI_MODEL', `Kiwi ${version} cannot load the model in "${source}".`, {
    at: at('model'),
    notes: ['The model is damaged, or belongs to another version of Kiwi.', MODEL],
  });

export const kiwiMissing = (cause: Error) =>
  new ExperimentError('EXPGRAPH_TEXT_ANALYZER', 'Cannot load the Korean morphological analyzer "kiwi-nlp".', {
    at: at('analyzer'),
    notes: [cause.message.split('\n')[0], 'Install it with: npm install kiwi-nlp@0.23.0'],
    cause,
  });

export const linderaMissing = (cause: Error) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_ANALYZER',
    'Cannot load the Korean morphological analyzer "lindera-wasm-nodejs-cjk".',
    {
      at: at('split'),
      notes: [cause.message.split('\n')[0], 'Install it with: npm install lindera-wasm-nodejs-cjk@2.0.0'],
      cause,
    },
  );

export const tagsNotKept = (option: 'split' | 'strip' | 'normalization', found: string, wanted: string) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `Each token has a tag, and ${option}: ${found} may split or join tokens.`, {
    at: at(option),
    notes: [`Set ${option}: ${wanted}. The texts are already split into tokens.`],
  });
