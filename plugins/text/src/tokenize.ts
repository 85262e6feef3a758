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
  analyserWithoutMorphemes,
  kiwiModelMissing,
  kiwiWithoutModel,
  modelWithoutKiwi,
  partsOfSpeechWithoutMorphemes,
} from './messages.js';
import { ANALYSERS, type FindMorphemes, splitIntoMorphemes } from './morphemes.js';
import { tagsNotKept } from './tag-messages.js';
import { TokenizedTexts } from './tokenized-texts.js';
import { REMOVALS, SPLITS, splitIntoCharacters, tokenizer, UNICODE_FORMS } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

/** Splits texts into tokens: words, characters or morphemes. */
@node('tokenize')
export class Tokenize {
  static readonly description = 'Splits texts into tokens: words, characters, or the morphemes of Korean.';
  static readonly inputs = { data: dataset({ features: { dtype: 'string' } }) };
  static readonly outputs = {
    data: dataset({
      features: { dtype: 'string', shape: ['batch'] },
      description: 'The texts, their tokens separated by single blanks.',
    }),
  };
  static readonly config = Type.Object({
    form: Type.Choice(UNICODE_FORMS, {
      default: 'NFC',
      description: 'The form of Unicode that texts are brought to: what looks the same becomes the same token.',
    }),
    lowerCase: Type.Boolean({ default: true, description: 'Whether capital letters become small ones.' }),
    remove: Type.Choice(REMOVALS, {
      default: 'full-stops',
      description: 'What is taken out. With punctuation, all of ASCII, it is as in Keras TextVectorization.',
    }),
    split: Type.Choice(SPLITS, { default: 'blanks', description: 'What separates tokens.' }),
    analyser: Type.Choice(ANALYSERS, {
      default: 'lindera',
      description: 'What finds morphemes: Lindera with its dictionary ko-dic, or Kiwi, which needs a model.',
    }),
    model: Type.Optional(
      Type.Source({
        description: 'The folder of the model of Kiwi 0.23, that of the package kiwipiepy_model of PyPI.',
      }),
    ),
    partsOfSpeech: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description:
          'Beginnings of the tags of the morphemes that are kept, for example [N, V, MA]: nouns, verbs, adverbs. Without it all are.',
      }),
    ),
  });

  constructor(@inject(Sources) private readonly sources: Sources) {}

  static infer({ inputs, config }: Infer<typeof Tokenize>): OutputSpecs<typeof Tokenize> {
    const { split, analyser, model, partsOfSpeech } = config;
    if (split !== 'morphemes') {
      if (partsOfSpeech) throw partsOfSpeechWithoutMorphemes(split);
      if (analyser !== 'lindera') throw analyserWithoutMorphemes('analyser', split);
      if (model !== undefined) throw analyserWithoutMorphemes('model', split);
    }
    if (inputs.data.label?.encoding === 'tags') checkTags(config);
    if (analyser === 'kiwi' && model === undefined) throw kiwiWithoutModel();
    if (analyser !== 'kiwi' && model !== undefined) throw modelWithoutKiwi(analyser);
    return { data: inputs.data };
  }

  async run({ inputs, config, signal }: Run<typeof Tokenize>): Promise<Outputs<typeof Tokenize>> {
    const { split, analyser: _, model: __, partsOfSpeech, ...rules } = config;
    if (split === 'blanks') return { data: new TokenizedTexts(inputs.data, new WordTokenizer(rules)) };
    const cut =
      split === 'characters'
        ? splitIntoCharacters
        : splitIntoMorphemes(await this.analyser(config, signal), partsOfSpeech);
    const tokens = tokenizer({ ...rules, split: cut });
    return { data: new TokenizedTexts(inputs.data, (text) => tokens(text).join(' ')) };
  }

  private async analyser(
    { analyser, model = '' }: Run<typeof Tokenize>['config'],
    signal: AbortSignal,
  ): Promise<FindMorphemes> {
    if (analyser === 'lindera') return (await import('./lindera.js')).lindera();
    const { path, isDirectory } = await this.sources.resolve(model, { signal });
    if (!isDirectory) throw kiwiModelMissing(model);
    return (await import('./kiwi.js')).kiwi(path, model);
  }
}

/** Refuses what does not leave each token one token. */
function checkTags({ split, remove, form }: Infer<typeof Tokenize>['config']): void {
  if (split !== 'blanks') throw tagsNotKept('split', split, 'blanks');
  if (remove !== 'nothing') throw tagsNotKept('remove', remove, 'nothing');
  // It makes blanks of some characters.
  if (form === 'NFKC') throw tagsNotKept('form', form, 'NFC');
}
