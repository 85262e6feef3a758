import { checkEncoding, delimiterOption, encodingOption } from '@expgraph/data/formats';
import { classCounts, labelPattern } from '@expgraph/data/labels';
import { plural } from '@expgraph/data/wording';
import {
  ArtifactStore,
  dataset,
  type Infer,
  inject,
  Logger,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  Random,
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { COLOURS, channelsOf } from './colour.js';
import { RESIZES } from './fit-image.js';
import type { ImageIndex } from './image-index.js';
import { columnsWithoutList } from './lists/messages.js';
import { greyRange } from './pixel-messages.js';
import { INTERPOLATIONS } from './resample.js';
import { VALUE_RANGES } from './value-range.js';

/** Loads images, from files or arrays, and gives them the classes that their paths, or a list, say. */
@node('load/images')
export class LoadImages {
  static readonly description =
    'Loads images from folders, lists, COCO, Pascal VOC, ImageNet, idx files (MNIST) and .npz; their class is their folder, if nothing else says it.';
  static readonly inputs = {};
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({
    source: Type.Source({
      description:
        'A folder of images (JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF, whatever their extensions), or of idx or .npz files; an archive or package that has one; or an idx or .npz file.',
    }),
    size: Type.ImageSize({ description: 'Height and width that the images are brought to, in pixels.' }),
    range: Type.Choice(VALUE_RANGES, {
      default: '0..255',
      description: 'What the pixels become; a backbone says which it wants.',
    }),
    colour: Type.Choice(COLOURS, {
      default: 'rgb',
      description: 'Three channels, or one: grey by the weights of ITU-R BT.601, as in Pillow and Keras.',
    }),
    background: Type.String({
      default: '#ffffff',
      pattern: '^#[0-9a-fA-F]{6}$',
      description: 'What is seen through the transparent parts of an image.',
    }),
    labels: Type.String({
      default: '^([^/]+)/',
      description:
        'A regular expression, with the flag u, on the path of an image below the source, with "/". The label is the group named label, else the first group that matches at least one character. Images without a label are left out.',
    }),
    classNames: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        additionalProperties: { type: 'string', minLength: 1 },
        description: 'Readable names of labels, for example { A: cereals }. Labels of the same name become one class.',
      }),
    ),
    classNamesFile: Type.Optional(
      Type.Source({
        description: "ImageNet's LOC_synset_mapping.txt or words.txt: the names of labels such as n01440764.",
      }),
    ),
    list: Type.Optional(
      Type.Source({
        description:
          "What says the classes instead of labels: a CSV file with the columns path and label (or those that columns names), a JSON array of { path, label } or one of them a line (.jsonl), COCO's annotations (.json), a folder of Pascal VOC's (.xml), ImageNet's LOC_val_solution.csv; for an idx file, that of its labels. Its paths are relative to the source.",
      }),
    ),
    multiLabel: Type.Boolean({
      default: false,
      description:
        'Whether an image has any number of classes: those of all its objects in COCO and Pascal VOC, where otherwise the largest says its class; an array in JSON; several in a cell of CSV.',
    }),
    labelSeparator: Type.String({
      minLength: 1,
      default: ';',
      description: 'What stands between the labels in a cell of a CSV list, for multiLabel.',
    }),
    columns: Type.Object(
      {
        path: Type.String({ minLength: 1, default: 'path', description: 'The column, or key, that has the path.' }),
        label: Type.String({ minLength: 1, default: 'label', description: 'The column, or key, that has the label.' }),
      },
      {
        default: { path: 'path', label: 'label' },
        description:
          'Names of the columns of a CSV list, or of the keys in JSON, that have path and label of an image. Use keepColumns to keep more columns.',
      },
    ),
    keepColumns: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: 'Further columns of the list that are kept, for split and filter: a patient, a published part.',
    }),
    delimiter: delimiterOption(),
    encoding: encodingOption('the list, of classNamesFile and of byte strings in .npz; XML may declare its own'),
    weights: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'The column of the list that says how much each image counts in the loss, 0 or more. Without it all count the same.',
      }),
    ),
    unlabelled: Type.Boolean({
      default: false,
      description:
        'Whether the images are of no known class, as for the node predict: then labels and list are not used.',
    }),
    minImagesPerClass: Type.Integer({ minimum: 1, default: 1, description: 'Smaller classes are left out.' }),
    maxImages: Type.Optional(
      Type.Integer({ minimum: 2, description: 'At most so many images are used, of each class its share.' }),
    ),
    duplicates: Type.Choice(['keep', 'drop'], {
      default: 'keep',
      description: 'What is done with files of equal content: drop uses the first of them only.',
    }),
    onCorrupt: Type.Choice(['fail', 'skip'], {
      default: 'fail',
      description:
        'What is done about images that can not be read: skip leaves them out, and lists them in the report.',
    }),
    maxCorrupt: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.1,
      description: 'The largest share of the images that skip may leave out.',
    }),
    resize: Type.Choice(RESIZES, {
      default: 'stretch',
      description: 'How an image of another shape is fitted: pad puts black beside it.',
    }),
    interpolation: Type.Choice(INTERPOLATIONS, {
      default: 'bilinear',
      description: 'How pixels are resampled; smaller images are averaged, as by Pillow.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(ArtifactStore) private readonly kept: ArtifactStore,
    @inject(Random) private readonly random: Random,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
  ) {}

  static infer({ config }: Infer<typeof LoadImages>): OutputSpecs<typeof LoadImages> {
    labelPattern(config.labels);
    const { weights, keepColumns, list, size, range, colour } = config;
    checkEncoding(config.encoding, ['encoding']);
    if (weights !== undefined && list === undefined) throw columnsWithoutList('weights', weights);
    if (keepColumns.length > 0 && list === undefined) throw columnsWithoutList('keepColumns', keepColumns[0]);
    if (colour === 'grey' && (range === 'caffe' || range === 'torch')) throw greyRange(range);
    const features = { dtype: 'float32', shape: ['batch', ...size, channelsOf(colour)], range } as const;
    return { data: { kind: 'dataset', features, label: { encoding: config.multiLabel ? 'classes' : 'class' } } };
  }

  async run({ config, signal }: Run<typeof LoadImages>): Promise<Outputs<typeof LoadImages>> {
    const [{ openImages }, { countClasses }] = await Promise.all([
      import('./open-images.js'),
      import('./image-index.js'),
    ]);
    const { sources, kept, random, progress } = this;
    // It decodes JPEG files; the first time of all it is built, which shows its progress.
    await this.tensorflow.start();
    const { data, index } = await openImages(config, { sources, kept, random, progress, signal });
    for (const { level, message } of index.notices) this.logger[level](message);
    if (index.bad.length > 0) this.tracker.logTable('Images that can not be read', badTable(index.bad));
    const counts = countClasses(index);
    this.logger.info(summaryOf(index, counts, config.unlabelled));
    const perClass = [...counts].map(([name, count]) => `${name} ${count}`);
    this.tracker.logParams({ images: data.size, classes: counts.size, imagesPerClass: perClass.join(', ') });
    return { data };
  }
}

/** What was found and skipped: "8 images in 2 classes (cats 4, dogs 4); skipped 16 files: .txt 8, hidden 8." */
function summaryOf({ images, skipped }: ImageIndex, counts: ReadonlyMap<string, number>, unlabelled: boolean): string {
  const found = unlabelled ? plural(images.length, 'image') : classCounts(images.length, 'image', counts);
  return `${found}${skipped === undefined ? '' : `; ${skipped}`}.`;
}

/** Longer lists are cut: nobody reads on. */
const MOST_ROWS = 1000;

const badTable = (bad: ImageIndex['bad']) => ({
  columns: ['image', 'what is wrong'],
  rows: bad.slice(0, MOST_ROWS).map(({ path, reason }) => [path, reason]),
});
