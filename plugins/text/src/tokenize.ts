import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { partsOfSpeechWithoutMorphemes } from './messages.js';
import { TokenizedTexts } from './tokenized-texts.js';
import { REMOVALS, SPLITS, splitIntoCharacters, type Tokenizer, tokenizer, UNICODE_FORMS } from './tokenizer.js';
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
    partsOfSpeech: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description:
          'Beginnings of the tags of the morphemes that are kept, for example [N, V, MA]: nouns, verbs, adverbs. Without it all are.',
      }),
    ),
  });

  static infer({ inputs, config }: Infer<typeof Tokenize>): OutputSpecs<typeof Tokenize> {
    if (config.partsOfSpeech && config.split !== 'morphemes') throw partsOfSpeechWithoutMorphemes(config.split);
    return { data: inputs.data };
  }

  async run({ inputs, config }: Run<typeof Tokenize>): Promise<Outputs<typeof Tokenize>> {
    return { data: new TokenizedTexts(inputs.data, await tokenizerOf(config)) };
  }
}

async function tokenizerOf({ split, partsOfSpeech, ...rules }: Run<typeof Tokenize>['config']) {
  if (split === 'blanks') return new WordTokenizer(rules);
  const tokens = tokenizer({ ...rules, split: await splitter(split, partsOfSpeech) });
  return (text: string) => tokens(text).join(' ');
}

async function splitter(split: 'characters' | 'morphemes', partsOfSpeech?: readonly string[]): Promise<Tokenizer> {
  if (split === 'characters') return splitIntoCharacters;
  const { splitIntoMorphemes } = await import('./morphemes.js');
  return splitIntoMorphemes(partsOfSpeech);
}
