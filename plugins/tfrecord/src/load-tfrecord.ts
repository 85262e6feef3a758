import { className } from '@expgraph/data/labels';
import { plural } from '@expgraph/data/wording';
import {
  ArtifactStore,
  dataset,
  files,
  ImageFormats,
  type Infer,
  inject,
  type LabelSpec,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Progress,
  Random,
  type Run,
  SharedFiles,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import type { GivenFeature } from './input-features.js';
import { LABEL_ENCODINGS } from './label-encoding.js';
import { noSource, tokensAndImages, twoSources } from './messages.js';
import { ORDERS } from './record-order.js';
import { COMPRESSION_OPTION, FILES_OPTION, RECORDS_OPTION, SOURCE_OPTION } from './source-options.js';

const RANGES = ['0..255', '0..1', '-1..1', 'caffe', 'torch'] as const;

/** Loads the records of TFRecord files: TensorFlow's own format for data that are read fast. */
@node('load/tfrecord')
export class LoadTfrecord {
  static readonly description = "Loads TFRecord files, whose records are TensorFlow's Example or SequenceExample.";
  static readonly inputs = { files: optional(files({ description: 'Of write/tfrecord, instead of a source.' })) };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    source: SOURCE_OPTION,
    files: FILES_OPTION,
    compression: COMPRESSION_OPTION,
    records: RECORDS_OPTION,
    input: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      uniqueItems: true,
      description: 'The feature that a model learns from; the numbers of several are put one after the other.',
    }),
    image: Type.Optional(
      Type.Object(
        {
          size: Type.ImageSize({ description: 'Height and width that the images are brought to, in pixels.' }),
          range: Type.Choice(RANGES, { default: '0..255', description: 'What the pixels become.' }),
        },
        { description: 'Says that the input is image files, which are decoded.' },
      ),
    ),
    vocabularySize: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Says that the input is numbers of tokens, for an embedding, and how many different ones there are: each is a whole number from 0 on, below this.',
      }),
    ),
    label: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The feature that is to be predicted; without it the data are of no known class.',
      }),
    ),
    labelEncoding: Type.Choice(LABEL_ENCODINGS, {
      default: 'class',
      description:
        'Whether a label is a class (an integer from 0 on, or its name), any number of classes, a number to regress, or shares: how much of each class an example has, which add up to 1, as write/tfrecord puts them into label/shares.',
    }),
    classes: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      uniqueItems: true,
      description:
        'Names of the classes in the order of their integers, or of their shares; without them, those that the labels have.',
    }),
    weight: Type.Optional(
      Type.String({ minLength: 1, description: 'The feature that says how much each record counts in the loss.' }),
    ),
    features: Type.Unsafe<Readonly<Record<string, GivenFeature>>>({
      type: 'object',
      default: {},
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          type: { type: 'string', enum: ['bytes', 'uint8', 'float32', 'int64'] },
          shape: { type: 'array', items: { type: 'integer', minimum: 1 } },
          length: { type: 'integer', minimum: 1 },
          default: { type: 'number' },
        },
      },
      description:
        'What can not be seen from the records, by feature: type (uint8: bytes that are numbers), shape, length (that it is cut or filled up to, at the end), default (for records that lack it, and to fill up; values are filled up with 0 without it).',
    }),
    order: Type.Choice(ORDERS, {
      default: 'files',
      description:
        'files: one file after the other; interleaved: a record of each file in turn; shuffled: mixed across all files by the seed. Training mixes anyway.',
    }),
    onCorrupt: Type.Choice(['fail', 'skip'], {
      default: 'fail',
      description:
        'What is done about records that are damaged, malformed, or no images: skip decodes all images once.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(ArtifactStore) private readonly kept: ArtifactStore,
    @inject(SharedFiles) private readonly shared: SharedFiles,
    @inject(Random) private readonly random: Random,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
    @inject(ImageFormats) private readonly formats: ImageFormats,
  ) {}

  static infer({ inputs, config }: Infer<typeof LoadTfrecord>): OutputSpecs<typeof LoadTfrecord> {
    if (inputs.files && config.source !== undefined) throw twoSources(config.source);
    if (!inputs.files && config.source === undefined) throw noSource();
    const { image, labelEncoding, classes, vocabularySize } = config;
    if (image && vocabularySize !== undefined) throw tokensAndImages(vocabularySize);
    const names = labelEncoding !== 'number' && classes.length > 0 ? classes.map(className) : undefined;
    const label: LabelSpec =
      labelEncoding === 'shares'
        ? { encoding: 'class', soft: true, classes: names }
        : { encoding: labelEncoding, classes: names };
    if (vocabularySize !== undefined) {
      const length = config.input.length === 1 ? config.features[config.input[0]]?.length : undefined;
      const features = { dtype: 'int32', shape: ['batch', length ?? 'time'], vocabularySize } as const;
      return { data: { kind: 'dataset', features, label } };
    }
    if (!image) return { data: { kind: 'dataset', label } };
    const features = { dtype: 'float32', shape: ['batch', ...image.size, 3], range: image.range } as const;
    return { data: { kind: 'dataset', features, label } };
  }

  async run({ inputs, config, signal }: Run<typeof LoadTfrecord>): Promise<Outputs<typeof LoadTfrecord>> {
    const { openRecords } = await import('./open-records.js');
    const { sources, kept, shared, random, progress, formats } = this;
    const services = { sources, kept, shared, random, progress, formats, signal };
    const { data, index, shards, skipped } = await openRecords(inputs.files, config, services);
    const { count, examples } = index.skipped;
    if (count > 0)
      this.logger.warn(
        `${plural(count, 'record')} ${count === 1 ? 'is' : 'are'} left out: ${examples.join(' ')}${count > examples.length ? ' …' : ''}`,
      );
    for (const notice of index.notices ?? []) this.logger.warn(notice);
    const found = `${plural(data.size, 'record')} in ${plural(shards, 'file')}`;
    this.logger.info(`${found}${skipped === undefined ? '' : `; ${skipped}`}.`);
    this.tracker.logParams({ records: data.size, skippedRecords: count, classes: data.classes.length });
    return { data };
  }
}
