import { checkEncoding, encodingOption, readText } from '@expgraph/data/formats';
import { type Infer, inject, node, type OutputSpecs, type Outputs, type Run, Sources, Type } from '@expgraph/sdk';
import { vocabularyEmpty, vocabularyNotAFile } from './messages.js';
import { vocabulary } from './vocabulary.js';
import { parseVocabulary } from './vocabulary-file.js';

/** Loads a vocabulary that another experiment built, or a list of tokens. */
@node('load/vocabulary')
export class LoadVocabulary {
  static readonly description =
    'Load a vocabulary: a vocabulary.tsv of the node vocabulary, or a file with one token per line.';
  static readonly inputs = {};
  static readonly outputs = { vocabulary: vocabulary() };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'The vocabulary file. The token of the first line gets id 3.' }),
    encoding: encodingOption('the file'),
  });

  static infer({ config }: Infer<typeof LoadVocabulary>): OutputSpecs<typeof LoadVocabulary> {
    checkEncoding(config.encoding, ['encoding']);
    return { vocabulary: { kind: 'vocabulary' } };
  }

  constructor(@inject(Sources) private readonly sources: Sources) {}

  async run({ config, signal }: Run<typeof LoadVocabulary>): Promise<Outputs<typeof LoadVocabulary>> {
    const { source, encoding } = config;
    const { path, isDirectory } = await this.sources.resolve(config.source, { signal });
    if (isDirectory) throw vocabularyNotAFile(config.source);
    const result = parseVocabulary(await readText(path, { file: source, encoding, encodingAt: ['encoding'] }), source);
    if (result.tokens.length === 0) throw vocabularyEmpty(config.source);
    return { vocabulary: result };
  }
}
