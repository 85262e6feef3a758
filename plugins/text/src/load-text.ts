import { checkEncoding, delimiterOption, encodingOption } from '@expgraph/data/formats';
import { ClassNames, classCounts, className, labelPattern } from '@expgraph/data/labels';
import { plural } from '@expgraph/data/wording';
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
import { columnNeedsNumber, oneClass, some } from './messages.js';
import type { ReadTexts, ReadTextsOptions } from './read-texts.js';
import { TaggedTexts } from './tagged-texts.js';
import { TextDataset } from './text-dataset.js';
import { UNLABELLED } from './text-record.js';

const column = (byDefault: string, role: string) =>
  Type.Unsafe<string | number>({
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'integer', minimum: 0 },
    ],
    default: byDefault,
    description: `The name of the column, or of the field in JSON, that has the ${role}; where there are no names, its number from 0 on.`,
  });

/** Loads texts and their classes. */
@node('load/text')
export class LoadText {
  static readonly description =
    'Loads texts of classes: a folder of text files a class, a CSV, TSV, JSON or JSON lines file, or imdb.npz. Or texts with a tag for each token, such as files of CoNLL.';
  static readonly inputs = {};
  static readonly outputs = {
    data: dataset({ features: { dtype: 'string', shape: ['batch'] }, label: ['class', 'tags'] }),
  };
  static readonly config = Type.Object({
    source: Type.Source({
      description: 'A folder of .txt and .md files and files without an extension, or one file of texts.',
    }),
    labelsOf: Type.Choice(['texts', 'tokens'], {
      default: 'texts',
      description:
        'What has a label: each text, or each token of it. Then .conll, .iob, .bio, .tsv and .txt files, or a folder of them, have a token and its tag a line, and an empty line behind each text; .conllu too; .csv, .json and .jsonl have the tokens and the tags of a text in two columns, as lists or between blanks.',
    }),
    labels: Type.String({
      default: '^([^/]+)/',
      description:
        'A regular expression, with the flag u, on the path of a text below the source, with "/". The label is the group named label, else the first group that matches at least one character. Files without a label are left out.',
    }),
    columns: Type.Object(
      { text: column('text', 'text'), label: column('label', 'label') },
      {
        default: {},
        description:
          'Where text and label stand in a table or in JSON. In lines of a token and its tag these are numbers, of the first column and the last where nothing is said; in .conllu names, form and upos.',
      },
    ),
    header: Type.Boolean({
      default: true,
      description: 'Whether the first line of a CSV or TSV file names its columns.',
    }),
    delimiter: delimiterOption(),
    quotes: Type.Boolean({
      default: true,
      description:
        'Whether fields of a CSV or TSV file may be between double quotes. Set false where quotes are letters like others, as in many .tsv files.',
    }),
    encoding: encodingOption('the texts'),
    wordIndex: Type.Optional(
      Type.Source({
        description:
          'The words of a .npz file, which has their numbers, as in imdb_word_index.json: { "the": 1 } and so on.',
      }),
    ),
    classNames: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        additionalProperties: { type: 'string', minLength: 1 },
        description:
          'Readable names of labels, for example { "0": negative }. Labels of the same name become one class.',
      }),
    ),
    unlabelled: Type.Boolean({
      default: false,
      description:
        'Whether the texts are of no known class, as for the node predict: then labels and columns.label are not used.',
    }),
    onInvalid: Type.Choice(['fail', 'skip'], {
      default: 'fail',
      description:
        'What is done about records without a text or label, or with other numbers of fields than there are columns, and about bytes that are not valid in the encoding: skip leaves out such records, puts "\uFFFD" for such bytes, and warns.',
    }),
    duplicates: Type.Choice(['keep', 'drop'], {
      default: 'keep',
      description: 'What is done with equal texts: drop uses the first of them only.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ config }: Infer<typeof LoadText>): OutputSpecs<typeof LoadText> {
    labelPattern(config.labels);
    checkEncoding(config.encoding, ['encoding']);
    for (const role of config.unlabelled ? (['text'] as const) : (['text', 'label'] as const)) {
      const name = config.columns[role];
      if (!config.header && typeof name === 'string') throw columnNeedsNumber(role, name);
    }
    const features = { dtype: 'string', shape: ['batch'] } as const;
    return {
      data: { kind: 'dataset', features, label: { encoding: tagged(config) ? 'tags' : 'class' } },
    };
  }

  async run({ config, signal }: Run<typeof LoadText>): Promise<Outputs<typeof LoadText>> {
    const { source, labels, columns, header, delimiter, quotes, encoding, wordIndex, onInvalid, unlabelled } = config;
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
      ...{ labels, columns, header, delimiter, quotes, encoding, words, skipInvalid, unlabelled, onRead, signal },
      onNotice: ({ level, message }) => this.logger[level](message),
      onSkipped: (line) => {
        skipped = line;
      },
      onWarning: (line) => this.logger.warn(line),
      onReplaced: skipInvalid ? (file) => replaced.push(file) : undefined,
    });
    task.end();
    if (replaced.length > 0)
      this.logger.warn(`Bytes that are not valid ${encoding ?? 'UTF-8'} became "\uFFFD" in ${some(replaced.sort())}.`);
    if (data.classes.length < 2 && !unlabelled) throw oneClass(data.classes);
    const counts = countsOf(data);
    const found = foundLine(data.size, counts, config);
    this.logger.info(`${found}${skipped === undefined ? '' : `; ${skipped}`}.`);
    const classes = unlabelled ? {} : { classes: data.classes.length, ...listOf(counts, data) };
    this.tracker.logParams({ texts: data.size, ...classes });
    return { data };
  }

  private async load(
    resolved: ResolvedSource,
    { source, labelsOf, classNames = {}, duplicates, unlabelled }: Run<typeof LoadText>['config'],
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
      if (unlabelled) return new TextDataset(kept(texts.map((text) => ({ ...text, label: UNLABELLED }))));
      this.warnOfUnknownLabels(new Set(texts.flatMap(({ tags }) => tags)), classNames);
      const renamed = texts.map((text) => ({ ...text, tags: text.tags.map((tag) => named(tag, text.name)) }));
      for (const notice of written.notices()) this.logger.warn(notice);
      return new TaggedTexts(kept(renamed));
    }
    const { readTexts } = await import('./read-texts.js');
    const found = await readTexts(resolved, source, options);
    this.warnOfSkipped(found);
    if (!unlabelled) this.warnOfUnknownLabels(new Set(found.texts.map(({ label }) => label)), classNames);
    const renamed = found.texts.map((text) => ({ ...text, label: named(text.label, text.name) }));
    for (const notice of written.notices()) this.logger.warn(notice);
    return new TextDataset(kept(renamed));
  }

  private warnOfSkipped({ texts, skipped, firstFault }: ReadTexts<unknown>): void {
    if (skipped === 0) return;
    this.logger.warn(`${skipped} of ${texts.length + skipped} records are left out. The first: ${firstFault}`);
  }

  /** A name for a label that there is not is a slip of the pen. */
  private warnOfUnknownLabels(labels: ReadonlySet<string>, classNames: Readonly<Record<string, string>>): void {
    const names = new Set([...labels].map(className));
    const unknown = Object.keys(classNames).filter((label) => !names.has(className(label)));
    if (unknown.length === 0) return;
    this.logger.warn(
      `classNames has ${some(unknown)}, which no text has for a label. There is: ${some([...labels], 10)}.`,
    );
  }

  private kept<Text extends { readonly text: string }>(texts: readonly Text[], duplicates: 'keep' | 'drop') {
    if (duplicates === 'keep') return texts;
    const first = new Map<string, Text>();
    for (const text of texts) if (!first.has(text.text)) first.set(text.text, text);
    if (first.size < texts.length) {
      const left = texts.length - first.size;
      this.logger.info(`Left out because an equal text comes before: ${left} of ${texts.length}.`);
    }
    return [...first.values()];
  }
}

/** Whether each token has a class. */
const tagged = ({ labelsOf, unlabelled }: Pick<Run<typeof LoadText>['config'], 'labelsOf' | 'unlabelled'>) =>
  labelsOf === 'tokens' && !unlabelled;

/** Names and what they are for, as they are compared. */
const normalNames = (names: Readonly<Record<string, string>>) =>
  new Map(Object.entries(names).map(([label, name]) => [className(label), className(name)]));

/** What was found: "4 texts in 2 classes (neg 2, pos 2)". */
function foundLine(
  texts: number,
  counts: ReadonlyMap<string, number>,
  config: Pick<Run<typeof LoadText>['config'], 'labelsOf' | 'unlabelled'>,
): string {
  if (config.unlabelled) return plural(texts, 'text');
  if (!tagged(config)) return classCounts(texts, 'text', counts);
  const tokens = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${plural(texts, 'text')} with ${classCounts(tokens, 'token', counts)}`;
}

/** How many texts, or tokens, are of each class. */
function countsOf(data: Dataset): Map<string, number> {
  const counts = data.classes.map(() => 0);
  for (const label of data.labels()) if (label >= 0) counts[label] += 1;
  return new Map(data.classes.map((name, index) => [name, counts[index]]));
}

function listOf(counts: ReadonlyMap<string, number>, data: Dataset): Record<string, string> {
  const list = [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
  return data.spec.label?.encoding === 'tags' ? { tokensPerTag: list } : { textsPerClass: list };
}
