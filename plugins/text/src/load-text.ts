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
import { labelPattern } from './read-folder.js';
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
    'Loads texts of classes: a folder of .txt files a class, a CSV, TSV, JSON or JSON lines file, or imdb.npz. Or texts with a tag for each token, such as files of CoNLL.';
  static readonly inputs = {};
  static readonly outputs = {
    data: dataset({ features: { dtype: 'string', shape: ['batch'] }, label: ['class', 'tags'] }),
  };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A folder of .txt files, or one file of texts, in UTF-8.' }),
    labelsOf: Type.Choice(['texts', 'tokens'], {
      default: 'texts',
      description:
        'What has a label: each text, or each token of it. Then .conll, .iob, .bio, .tsv and .txt files, or a folder of them, have a token and its tag a line, and an empty line behind each text; .conllu too; .csv, .json and .jsonl have the tokens and the tags of a text in two columns, as lists or between blanks.',
    }),
    labels: Type.String({
      default: '^([^/]+)/',
      description:
        'A regular expression on the path of a .txt file below the source, with "/"; its first group that matches is the label. Files that do not match are left out.',
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
        'What is done about records without a text or label, or with more fields than there are columns, and about bytes that are not UTF-8: skip leaves out such records, puts "\uFFFD" for such bytes, and warns.',
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
    const { source, labels, columns, header, wordIndex, onInvalid, unlabelled } = config;
    const resolved = await this.sources.resolve(source, { signal });
    const words =
      wordIndex === undefined
        ? undefined
        : { source: wordIndex, path: (await this.sources.resolve(wordIndex, { signal })).path };
    const task = this.progress.start({ label: 'reading texts', unit: 'texts' });
    const onRead = (count: number) => task.advance(count);
    const skipInvalid = onInvalid === 'skip';
    const replaced: string[] = [];
    const data = await this.load(resolved, config, {
      ...{ labels, columns, header, words, skipInvalid, unlabelled, onRead, signal },
      onReplaced: skipInvalid ? (file) => replaced.push(file) : undefined,
    });
    task.end();
    if (replaced.length > 0) this.logger.warn(`Bytes that are not UTF-8 became "\uFFFD" in ${some(replaced.sort())}.`);
    if (data.classes.length < 2 && !unlabelled) throw oneClass(data.classes);
    const classes = unlabelled ? {} : { classes: data.classes.length, ...countsOf(data) };
    this.tracker.logParams({ texts: data.size, ...classes });
    return { data };
  }

  private async load(
    resolved: ResolvedSource,
    { source, labelsOf, classNames = {}, duplicates, unlabelled }: Run<typeof LoadText>['config'],
    options: ReadTextsOptions,
  ): Promise<Dataset> {
    const named = (label: string) => nameOf(label, classNames);
    const kept = <Text extends { readonly text: string }>(texts: readonly Text[]) => this.kept(texts, duplicates);
    if (labelsOf === 'tokens') {
      const { readTaggedTexts } = await import('./read-tagged-texts.js');
      const found = await readTaggedTexts(resolved, source, options);
      const { texts } = found;
      this.warnOfSkipped(found);
      if (unlabelled) return new TextDataset(kept(texts.map((text) => ({ ...text, label: UNLABELLED }))));
      this.warnOfUnknownLabels(new Set(texts.flatMap(({ tags }) => tags)), classNames);
      return new TaggedTexts(kept(texts.map((text) => ({ ...text, tags: text.tags.map(named) }))));
    }
    const { readTexts } = await import('./read-texts.js');
    const found = await readTexts(resolved, source, options);
    this.warnOfSkipped(found);
    if (!unlabelled) this.warnOfUnknownLabels(new Set(found.texts.map(({ label }) => label)), classNames);
    return new TextDataset(kept(found.texts.map((text) => ({ ...text, label: named(text.label) }))));
  }

  private warnOfSkipped({ texts, skipped, firstFault }: ReadTexts<unknown>): void {
    if (skipped === 0) return;
    this.logger.warn(`${skipped} of ${texts.length + skipped} records are left out. The first: ${firstFault}`);
  }

  /** A name for a label that there is not is a slip of the pen. */
  private warnOfUnknownLabels(labels: ReadonlySet<string>, classNames: Readonly<Record<string, string>>): void {
    const unknown = Object.keys(classNames).filter((label) => !labels.has(label));
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

/** A label may be called like what every object has: `constructor`. */
const nameOf = (label: string, names: Readonly<Record<string, string>>) =>
  Object.hasOwn(names, label) ? names[label] : label;

/** How many texts, or tokens, are of each class. */
function countsOf(data: Dataset): Record<string, string> {
  const counts = data.classes.map(() => 0);
  for (const label of data.labels()) if (label >= 0) counts[label] += 1;
  const list = data.classes.map((name, index) => `${name} ${counts[index]}`).join(', ');
  return data.spec.label?.encoding === 'tags' ? { tokensPerTag: list } : { textsPerClass: list };
}
