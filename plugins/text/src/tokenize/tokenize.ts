import {
  dataset,
  type Infer,
  inject,
  node,
  type OutputSpecs,
  type Outputs,
  type Run,
  Sources,
  Type,
} from '@expgraph/sdk';
import {
  kiwiModelMissing,
  kiwiWithoutModel,
  modelWithoutKiwi,
  optionWithoutMorphemes,
  partsOfSpeechWithoutMorphemes,
  tagsNotKept,
} from './messages.js';
import { ANALYZERS, type FindMorphemes, splitIntoMorphemes } from './morphemes.js';
import { TokenizedDataset } from './tokenized-dataset.js';
import { SPLITS, STRIPPED, splitIntoCharacters, tokenizer, UNICODE_FORMS } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

/** Splits texts into tokens: words, characters or morphemes. */
@node('tokenize')
export class Tokenize {
  static readonly description = 'Split texts into tokens: words, characters, or Korean morphemes.';
  static readonly inputs = { data: dataset({ features: { dtype: 'string' } }) };
  static readonly outputs = {
    data: dataset({
      features: { dtype: 'string', shape: ['batch'] },
      description: 'Texts whose tokens are separated by single spaces.',
    }),
  };
  static readonly config = Type.Object(
    {
      normalization: Type.Choice(UNICODE_FORMS, {
        default: 'NFC',
        description: 'Unicode normalization form, so that equal-looking text becomes the same token.',
      }),
      lowercase: Type.Boolean({ default: true, description: 'Whether to convert texts to lower case.' }),
      strip: Type.Choice(STRIPPED, {
        default: 'periods',
        description: 'Characters to remove. punctuation removes all ASCII punctuation, like Keras TextVectorization.',
        renamedValues: { 'full-stops': 'periods', nothing: 'none' },
      }),
      split: Type.Choice(SPLITS, {
        default: 'whitespace',
        description: 'Unit of tokens: words separated by white space, characters, or Korean morphemes.',
        renamedValues: { blanks: 'whitespace', characters: 'character', morphemes: 'morpheme' },
      }),
      analyzer: Type.Choice(ANALYZERS, {
        default: 'lindera',
        description: 'Morphological analyzer: Lindera with the dictionary ko-dic, or Kiwi, which needs a model.',
      }),
      model: Type.Optional(
        Type.Source({
          description: 'Folder of the model of Kiwi 0.23, from the PyPI package kiwipiepy_model.',
        }),
      ),
      partsOfSpeech: Type.Optional(
        Type.Array(Type.String({ minLength: 1 }), {
          minItems: 1,
          description:
            'Prefixes of the part-of-speech tags of morphemes to keep, for example [N, V, MA] for nouns, verbs and adverbs. Default: all.',
        }),
      ),
    },
    { renamed: { form: 'normalization', lowerCase: 'lowercase', remove: 'strip', analyser: 'analyzer' } }, // words-allow: old name
  );

  constructor(@inject(Sources) private readonly sources: Sources) {}

  static infer({ inputs, config }: Infer<typeof Tokenize>): OutputSpecs<typeof Tokenize> {
    const { split, analyzer, model, partsOfSpeech } = config;
    if (split !== 'morpheme') {
      if (partsOfSpeech) throw partsOfSpeechWithoutMorphemes(split);
      if (analyzer !== 'lindera') throw optionWithoutMorphemes('analyzer', split);
      if (model !== undefined) throw optionWithoutMorphemes('model', split);
    }
    if (inputs.data.label?.encoding === 'tags') checkTags(config);
    if (analyzer === 'kiwi' && model === undefined) throw kiwiWithoutModel();
    if (analyzer !== 'kiwi' && model !== undefined) throw modelWithoutKiwi(analyzer);
    return { data: inputs.data };
  }

  async run({ inputs, config, signal }: Run<typeof Tokenize>): Promise<Outputs<typeof Tokenize>> {
    const { split, analyzer: _, model: __, partsOfSpeech, ...rules } = config;
    if (split === 'whitespace') return { data: new TokenizedDataset(inputs.data, new WordTokenizer(rules)) };
    const cut =
      split === 'character'
        ? splitIntoCharacters
        : splitIntoMorphemes(await this.analyzer(config, signal), partsOfSpeech);
    const tokens = tokenizer({ ...rules, split: cut });
    return { data: new TokenizedDataset(inputs.data, (text) => tokens(text).join(' ')) };
  }

  private async analyzer(
    { analyzer, model = '' }: Run<typeof Tokenize>['config'],
    signal: AbortSignal,
  ): Promise<FindMorphemes> {
    if (analyzer === 'lindera') return (await import('./lindera.js')).lindera();
    const { path, isDirectory } = await this.sources.resolve(model, { signal });
    if (!isDirectory) throw kiwiModelMissing(model);
    return (await import('./kiwi.js')).kiwi(path, model);
  }
}

/** Rejects options that may split or join tokens. */
function checkTags({ split, strip, normalization }: Infer<typeof Tokenize>['config']): void {
  if (split !== 'whitespace') throw tagsNotKept('split', split, 'whitespace');
  if (strip !== 'none') throw tagsNotKept('strip', strip, 'none');
  // NFKC turns some characters into spaces.
  if (normalization === 'NFKC') throw tagsNotKept('normalization', normalization, 'NFC');
}
