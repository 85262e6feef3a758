import { checkEncoding, delimiterOption, encodingOption } from '@expgraph/data/formats';
import { ClassNames, classCounts, className, labelPattern } from '@expgraph/data/labels';
import { plural, some } from '@expgraph/data/wording';
import {
  type Dataset,
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  type ResolvedSource,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { columnNeedsIndex, oneClass } from './messages.js';
import type { ReadTexts, ReadTextsOptions } from './read-texts.js';
import { TaggedDataset } from './tagged-dataset.js';
import { TextDataset } from './text-dataset.js';
import { UNLABELED } from './text-record.js';

const column = (byDefault: string, role: string) =>
  Type.Unsafe<string | number>({
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'integer', minimum: 0 },
    ],
    default: byDefault,
    description: `Name of the column (or JSON field) with the ${role}, or its index from 0 if columns have no names.`,
  });

/** Loads labeled texts. */
@node('load/text')
export class LoadText {
  static readonly description =
    'Load labeled texts: a folder with one folder of text files per class, a CSV, TSV, JSON or JSON Lines file, or imdb.npz of Keras. Or load texts with a tag per token, such as CoNLL files.';
  static readonly inputs = {};
  static readonly outputs = {
    data: dataset({ features: { dtype: 'string', shape: ['batch'] }, label: ['class', 'tags'] }),
  };
  static readonly config = Type.Object(
    {
      source: Type.Source({
        description: 'A folder of .txt and .md files and files without an extension, or one file of texts.',
      }),
      labelsOf: Type.Choice(['texts', 'tokens'], {
        default: 'texts',
        description:
          'texts: each text has a label. tokens: each token has a label (a tag). Then .conll, .iob, .bio, .tsv and .txt files, or a folder of them, have one token and its tag per line and a blank line after each text; .conllu too; .csv, .json and .jsonl files have the tokens and the tags of a text in two columns, as lists or separated by spaces.',
      }),
      labels: Type.String({
        default: '^([^/]+)/',
        description:
          'A regular expression, with the flag u, on the path of a text below the source, with "/" as separator. The label is the group named label, or else the first group that matches at least one character. Files without a label are skipped.',
      }),
      columns: Type.Object(
        { text: column('text', 'text'), label: column('label', 'label') },
        {
          default: {},
          description:
            'Columns of a table, or fields of JSON, with the text and the label. For files with one token per line, these are column indices, by default the first and the last; for .conllu they are names, by default form and upos.',
        },
      ),
      header: Type.Boolean({
        default: true,
        description: 'Whether the first line of a CSV or TSV file has the names of the columns.',
      }),
      delimiter: delimiterOption(),
      quotes: Type.Boolean({
        default: true,
        description:
          'Whether fields of a CSV or TSV file may be quoted with double quotes. Set false if quotes are ordinary characters, as in many .tsv files.',
      }),
      encoding: encodingOption('the texts'),
      wordIndex: Type.Optional(
        Type.Source({
          description:
            'Word index of a .npz file that contains word indices, as in imdb_word_index.json: { "the": 1, ... }.',
        }),
      ),
      classNames: Type.Optional(
        Type.Unsafe<Readonly<Record<string, string>>>({
          type: 'object',
          additionalProperties: { type: 'string', minLength: 1 },
          description:
            'Names of classes by label, for example { "0": negative }. Labels with the same name become one class.',
        }),
      ),
      unlabeled: Type.Boolean({
        default: false,
        description:
          'Load texts without labels, for example for the node predict. The options labels and columns.label are ignored.',
      }),
      onInvalid: Type.Choice(['fail', 'skip'], {
        default: 'fail',
        description:
          'What to do with records without a text or label, records with another number of fields than columns, and bytes that are not valid in the encoding. skip: drop such records, replace such bytes with "\uFFFD", and log a warning.',
      }),
      duplicates: Type.Choice(['keep', 'drop'], {
        default: 'keep',
        description: 'What to do with equal texts. drop: keep only the first of them.',
      }),
    },
    { renamed: { unlabelled: 'unlabeled' } }, // words-allow: old name
  );

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ config }: Infer<typeof LoadText>): OutputSpecs<typeof LoadText> {
    labelPattern(config.labels);
    checkEncoding(config.encoding, ['encoding']);
    for (const role of config.unlabeled ? (['text'] as const) : (['text', 'label'] as const)) {
      const name = config.columns[role];
      if (!config.header && typeof name === 'string') throw columnNeedsIndex(role, name);
    }
    const features = { dtype: 'string', shape: ['batch'] } as const;
    return {
      data: { kind: 'dataset', features, label: { encoding: tagged(config) ? 'tags' : 'class' } },
    };
  }

  async run({ config, signal }: Run<typeof LoadText>): Promise<Outputs<typeof LoadText>> {
    const { source, labels, columns, header, delimiter, quotes, encoding, wordIndex, onInvalid, unlabeled } = config;
    const resolved = await this.sources.resolve(source, { signal });
    const words =
      wordIndex === undefined
        ? undefined
        : { source: wordIndex, path: (await this.sources.resolve(wordIndex, { signal })).path };
    const task = this.progress.start({ label: 'reading texts', unit: 'texts' });
    const onRead = (count: number) => task.advance(count);
    const skipInvalid = onInvalid === 'skip';
    const replaced: string[] = [];
    let skipped: string | undefined;
    const data = await this.load(resolved, config, {
      labels,
      columns,
      header,
      delimiter,
      quotes,
      encoding,
      words,
      skipInvalid,
      unlabeled,
      onRead,
      signal,
      onNotice: ({ level, message }) => this.logger[level](message),
      onSkipped: (line) => {
        skipped = line;
      },
      onWarning: (line) => this.logger.warn(line),
      onReplaced: skipInvalid ? (file) => replaced.push(file) : undefined,
    });
    task.end();
    if (replaced.length > 0)
      this.logger.warn(
        `Replaced bytes that are not valid ${encoding ?? 'UTF-8'} with "\uFFFD" in ${some(replaced.sort())}.`,
      );
    if (data.classes.length < 2 && !unlabeled) throw oneClass(data.classes);
    const counts = countsOf(data);
    const found = foundLine(data.size, counts, config);
    this.logger.info(`${found}${skipped === undefined ? '' : `; ${skipped}`}.`);
    const classes = unlabeled ? {} : { classes: data.classes.length, ...listOf(counts, data) };
    this.tracker.logParams({ texts: data.size, ...classes });
    return { data };
  }

  private async load(
    resolved: ResolvedSource,
    { source, labelsOf, classNames = {}, duplicates, unlabeled }: Run<typeof LoadText>['config'],
    options: ReadTextsOptions,
  ): Promise<Dataset> {
    const written = new ClassNames();
    const given = normalNames(classNames);
    const named = (label: string, place: string) => {
      const name = written.nameOf(label, place);
      return given.get(name) ?? name;
    };
    const kept = <Text extends { readonly text: string }>(texts: readonly Text[]) => this.kept(texts, duplicates);
    if (labelsOf === 'tokens') {
      const { readTaggedTexts } = await import('./read-tagged-texts.js');
      const found = await readTaggedTexts(resolved, source, options);
      const { texts } = found;
      this.warnOfSkipped(found);
      if (unlabeled) return new TextDataset(kept(texts.map((text) => ({ ...text, label: UNLABELED }))));
      this.warnOfUnknownLabels(new Set(texts.flatMap(({ tags }) => tags)), classNames);
      const renamed = texts.map((text) => ({ ...text, tags: text.tags.map((tag) => named(tag, text.name)) }));
      for (const notice of written.notices()) this.logger.warn(notice);
      return new TaggedDataset(kept(renamed));
    }
    const { readTexts } = await import('./read-texts.js');
    const found = await readTexts(resolved, source, options);
    this.warnOfSkipped(found);
    if (!unlabeled) this.warnOfUnknownLabels(new Set(found.texts.map(({ label }) => label)), classNames);
    const renamed = found.texts.map((text) => ({ ...text, label: named(text.label, text.name) }));
    for (const notice of written.notices()) this.logger.warn(notice);
    return new TextDataset(kept(renamed));
  }

  private warnOfSkipped({ texts, skipped, firstFault }: ReadTexts<unknown>): void {
    if (skipped === 0) return;
    this.logger.warn(`Skipped ${skipped} of ${texts.length + skipped} records. The first: ${firstFault}`);
  }

  /** Warns of names for labels that do not occur, which are probably typos. */
  private warnOfUnknownLabels(labels: ReadonlySet<string>, classNames: Readonly<Record<string, string>>): void {
    const names = new Set([...labels].map(className));
    const unknown = Object.keys(classNames).filter((label) => !names.has(className(label)));
    if (unknown.length === 0) return;
    this.logger.warn(
      `classNames has ${some(unknown)}, which is not a label of any text. The labels are: ${some([...labels], 10)}.`,
    );
  }

  private kept<Text extends { readonly text: string }>(texts: readonly Text[], duplicates: 'keep' | 'drop') {
    if (duplicates === 'keep') return texts;
    const first = new Map<string, Text>();
    for (const text of texts) if (!first.has(text.text)) first.set(text.text, text);
    if (first.size < texts.length) {
      const left = texts.length - first.size;
      this.logger.info(`Dropped ${left} of ${texts.length} texts as duplicates.`);
    }
    return [...first.values()];
  }
}

/** Whether each token has a label. */
const tagged = ({ labelsOf, unlabeled }: Pick<Run<typeof LoadText>['config'], 'labelsOf' | 'unlabeled'>) =>
  labelsOf === 'tokens' && !unlabeled;

/** Returns the names of classes by label, both normalized for comparison. */
const normalNames = (names: Readonly<Record<string, string>>) =>
  new Map(Object.entries(names).map(([label, name]) => [className(label), className(name)]));

/** Returns a summary: "4 texts in 2 classes (neg 2, pos 2)". */
function foundLine(
  texts: number,
  counts: ReadonlyMap<string, number>,
  config: Pick<Run<typeof LoadText>['config'], 'labelsOf' | 'unlabeled'>,
): string {
  if (config.unlabeled) return plural(texts, 'text');
  if (!tagged(config)) return classCounts(texts, 'text', counts);
  const tokens = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${plural(texts, 'text')} with ${classCounts(tokens, 'token', counts)}`;
}

/** Returns the number of texts, or of tokens, of each class. */
function countsOf(data: Dataset): Map<string, number> {
  const counts = data.classes.map(() => 0);
  for (const label of data.labels()) if (label >= 0) counts[label] += 1;
  return new Map(data.classes.map((name, index) => [name, counts[index]]));
}

function listOf(counts: ReadonlyMap<string, number>, data: Dataset): Record<string, string> {
  const list = [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  return data.spec.label?.encoding === 'tags' ? { tokensPerTag: list } : { textsPerClass: list };
}
