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

/** Loads the records of TFRecord files, TensorFlow's format for fast input. */
@node('load/tfrecord')
export class LoadTfrecord {
  static readonly description = "Load TFRecord files, whose records are TensorFlow's Example or SequenceExample.";
  static readonly inputs = { files: optional(files({ description: 'Files of write/tfrecord, instead of source.' })) };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    source: SOURCE_OPTION,
    files: FILES_OPTION,
    compression: COMPRESSION_OPTION,
    records: RECORDS_OPTION,
    input: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      uniqueItems: true,
      description: 'Features to use as input of the model; the values of several are concatenated.',
    }),
    image: Type.Optional(
      Type.Object(
        {
          size: Type.ImageSize({ description: 'Height and width to resize images to, in pixels.' }),
          range: Type.Choice(RANGES, { default: '0..255', description: 'Value range of the pixels.' }),
        },
        { description: 'Decode the input as image files.' },
      ),
    ),
    vocabularySize: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Size of the vocabulary, if the input is token ids for an embedding: each is an integer from 0 to vocabularySize - 1.',
      }),
    ),
    label: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Feature to predict. Without it, the dataset has no labels.',
      }),
    ),
    labelEncoding: Type.Choice(LABEL_ENCODINGS, {
      default: 'class',
      description:
        'class: a class index, or its name. classes: any number of them (multi-label). number: a value to regress. soft: one value per class, which add up to 1, as write/tfrecord stores them in label/soft.',
      renamedValues: { shares: 'soft' },
    }),
    classes: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      uniqueItems: true,
      description:
        'Names of the classes, in the order of their indices or soft labels. Default: the labels in the records.',
    }),
    weight: Type.Optional(
      Type.String({ minLength: 1, description: 'Feature with the weight of each record in the loss.' }),
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
        'How to read features, by name: type (uint8: one value per byte), shape, length (to cut or pad the end to), default (for records without the feature, and for padding, which is 0 without it). The rest is taken from the records.',
    }),
    order: Type.Choice(ORDERS, {
      default: 'files',
      description:
        'files: one file after another. interleaved: one record of each file in turn. shuffled: across all files, by the seed. Training shuffles again in each epoch.',
    }),
    onCorrupt: Type.Choice(['fail', 'skip'], {
      default: 'fail',
      description:
        'What to do with damaged or malformed records and unreadable images. skip: drop them with a warning; this decodes all images once.',
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
      labelEncoding === 'soft'
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
        `Skipped ${plural(count, 'record')}: ${examples.join(' ')}${count > examples.length ? ' …' : ''}`,
      );
    for (const notice of index.notices ?? []) this.logger.warn(notice);
    const found = `${plural(data.size, 'record')} in ${plural(shards, 'file')}`;
    this.logger.info(`${found}${skipped === undefined ? '' : `; ${skipped}`}.`);
    this.tracker.logParams({ records: data.size, skippedRecords: count, classes: data.classes.length });
    return { data };
  }
}
