import {
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { columnNeedsNumber, oneClass, some } from './messages.js';
import { labelPattern } from './read-folder.js';
import { type LabelledText, TextDataset } from './text-dataset.js';

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
    'Loads texts of classes: a folder of .txt files a class, a CSV, TSV, JSON or JSON lines file, or imdb.npz.';
  static readonly inputs = {};
  static readonly outputs = { data: dataset({ features: { dtype: 'string', shape: ['batch'] }, label: 'class' }) };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A folder of .txt files, or one file of texts, in UTF-8.' }),
    labels: Type.String({
      default: '^([^/]+)/',
      description:
        'A regular expression on the path of a .txt file below the source, with "/"; its first group that matches is the label. Files that do not match are left out.',
    }),
    columns: Type.Object(
      { text: column('text', 'text'), label: column('label', 'label') },
      { default: {}, description: 'Where text and label stand in a table or in JSON.' },
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
    for (const role of ['text', 'label'] as const) {
      const name = config.columns[role];
      if (!config.header && typeof name === 'string') throw columnNeedsNumber(role, name);
    }
    const features = { dtype: 'string', shape: ['batch'] } as const;
    return { data: { kind: 'dataset', features, label: { encoding: 'class' } } };
  }

  async run({ config, signal }: Run<typeof LoadText>): Promise<Outputs<typeof LoadText>> {
    const { source, labels, columns, header, wordIndex, classNames = {}, onInvalid, duplicates } = config;
    const { readTexts } = await import('./read-texts.js');
    const resolved = await this.sources.resolve(source, { signal });
    const words =
      wordIndex === undefined
        ? undefined
        : { source: wordIndex, path: (await this.sources.resolve(wordIndex, { signal })).path };
    const task = this.progress.start({ label: 'reading texts', unit: 'texts' });
    const onRead = (count: number) => task.advance(count);
    const skipInvalid = onInvalid === 'skip';
    const replaced: string[] = [];
    const { texts, skipped, firstFault } = await readTexts(resolved, source, {
      labels,
      columns,
      header,
      words,
      skipInvalid,
      onReplaced: skipInvalid ? (file) => replaced.push(file) : undefined,
      onRead,
      signal,
    });
    task.end();
    if (skipped > 0)
      this.logger.warn(`${skipped} of ${texts.length + skipped} records are left out. The first: ${firstFault}`);
    if (replaced.length > 0) this.logger.warn(`Bytes that are not UTF-8 became "\uFFFD" in ${some(replaced.sort())}.`);
    this.warnOfUnknownLabels(texts, classNames);
    const named = texts.map((text) => ({ ...text, label: nameOf(text.label, classNames) }));
    const data = new TextDataset(duplicates === 'drop' ? withoutDuplicates(named) : named);
    if (data.classes.length < 2) throw oneClass(data.classes);
    if (data.size < named.length)
      this.logger.info(`Left out because an equal text comes before: ${named.length - data.size} of ${named.length}.`);
    this.tracker.logParams({ texts: data.size, classes: data.classes.length, textsPerClass: countsOf(data) });
    return { data };
  }

  /** A name for a label that no text has is a slip of the pen. */
  private warnOfUnknownLabels(texts: readonly LabelledText[], classNames: Readonly<Record<string, string>>): void {
    const labels = new Set(texts.map(({ label }) => label));
    const unknown = Object.keys(classNames).filter((label) => !labels.has(label));
    if (unknown.length === 0) return;
    this.logger.warn(
      `classNames has ${some(unknown)}, which no text has for a label. There is: ${some([...labels], 10)}.`,
    );
  }
}

/** A label may be called like what every object has: `constructor`. */
const nameOf = (label: string, names: Readonly<Record<string, string>>) =>
  Object.hasOwn(names, label) ? names[label] : label;

function withoutDuplicates(texts: readonly LabelledText[]): LabelledText[] {
  const first = new Map<string, LabelledText>();
  for (const text of texts) if (!first.has(text.text)) first.set(text.text, text);
  return [...first.values()];
}

function countsOf(data: TextDataset): string {
  const counts = data.classes.map(() => 0);
  for (const label of data.labels()) counts[label] += 1;
  return data.classes.map((name, index) => `${name} ${counts[index]}`).join(', ');
}
