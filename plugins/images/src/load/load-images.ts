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
import { COLOR_MODES, channelsOf } from '../decode/color-mode.js';
import { RESIZES } from '../decode/fit-image.js';
import { INTERPOLATIONS } from '../decode/resample.js';
import { VALUE_RANGES } from '../decode/value-range.js';
import type { ImageIndex } from './image-index.js';
import { columnsWithoutList } from './lists/messages.js';
import { grayscaleRange } from './option-messages.js';

/** Loads images from files or arrays, with the classes from their paths or a list. */
@node('load/images')
export class LoadImages {
  static readonly description =
    'Load images from folders, lists, COCO, Pascal VOC, ImageNet, idx files (MNIST) and .npz. By default, the class of an image is its folder.';
  static readonly inputs = {};
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object(
    {
      source: Type.Source({
        description:
          'Folder of images (JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF, with any extension) or of idx or .npz files; an archive or package that contains one; or an idx or .npz file.',
      }),
      size: Type.ImageSize({ description: 'Height and width to resize the images to, in pixels.' }),
      range: Type.Choice(VALUE_RANGES, {
        default: '0..255',
        description: 'Range of the pixel values. Each backbone expects one of them.',
      }),
      colorMode: Type.Choice(COLOR_MODES, {
        default: 'rgb',
        description:
          'rgb (3 channels) or grayscale (1 channel, with the weights of ITU-R BT.601, like Pillow and Keras).',
        renamedValues: { grey: 'grayscale' }, // words-allow
      }),
      background: Type.String({
        default: '#ffffff',
        pattern: '^#[0-9a-fA-F]{6}$',
        description: 'Color behind transparent pixels, as #rrggbb.',
      }),
      labels: Type.String({
        default: '^([^/]+)/',
        description:
          'Regular expression, with the flag u, that finds the label in the path of an image relative to the source, with "/". The label is the group named label, or else the first group that matches at least one character. Images without a label are skipped.',
      }),
      classNames: Type.Optional(
        Type.Unsafe<Readonly<Record<string, string>>>({
          type: 'object',
          additionalProperties: { type: 'string', minLength: 1 },
          description:
            'Readable names of labels, for example { A: cereals }. Labels with the same name become one class.',
        }),
      ),
      classNamesFile: Type.Optional(
        Type.Source({
          description: "ImageNet's LOC_synset_mapping.txt or words.txt, with the names of labels such as n01440764.",
        }),
      ),
      list: Type.Optional(
        Type.Source({
          description:
            "File with the labels, used instead of the option labels: CSV with the columns path and label (or those in columns), a JSON array of { path, label }, JSON Lines of the same (.jsonl), COCO annotations (.json), a folder of Pascal VOC annotations (.xml), or ImageNet's LOC_val_solution.csv; for an idx file of images, the idx file of their labels. Paths in the list are relative to the source.",
        }),
      ),
      multiLabel: Type.Boolean({
        default: false,
        description:
          'Whether an image may have any number of classes: those of all its objects in COCO and Pascal VOC (otherwise that of the largest object), an array in JSON, several in a CSV cell.',
      }),
      labelSeparator: Type.String({
        minLength: 1,
        default: ';',
        description: 'Separator of the labels in a CSV cell, for multiLabel.',
      }),
      columns: Type.Object(
        {
          path: Type.String({ minLength: 1, default: 'path', description: 'Column or key of the path.' }),
          label: Type.String({ minLength: 1, default: 'label', description: 'Column or key of the label.' }),
        },
        {
          default: { path: 'path', label: 'label' },
          description:
            'CSV columns or JSON keys of the path and the label of an image. Use keepColumns to keep further columns.',
        },
      ),
      keepColumns: Type.Array(Type.String({ minLength: 1 }), {
        default: [],
        description: 'Further columns of the list to keep, for split and filter, for example a patient id.',
      }),
      delimiter: delimiterOption(),
      encoding: encodingOption('the list (unless XML declares its own), classNamesFile and byte strings in .npz'),
      weights: Type.Optional(
        Type.String({
          minLength: 1,
          description:
            'Column of the list with the sample weight of each image in the loss, 0 or more. Without it, all weights are 1.',
        }),
      ),
      unlabeled: Type.Boolean({
        default: false,
        description: 'Whether the images have no labels, for example for predict. labels and list are then ignored.',
      }),
      minImagesPerClass: Type.Integer({
        minimum: 1,
        default: 1,
        description: 'Smallest number of images of a class. Smaller classes are skipped.',
      }),
      maxImages: Type.Optional(
        Type.Integer({
          minimum: 2,
          description: 'Largest number of images to use, drawn at random, from each class in proportion to its size.',
        }),
      ),
      duplicates: Type.Choice(['keep', 'drop'], {
        default: 'keep',
        description: 'Handling of files with equal content: keep uses all of them, drop only the first.',
      }),
      onCorrupt: Type.Choice(['fail', 'skip'], {
        default: 'fail',
        description:
          'Handling of images that cannot be read: fail ends the run, skip leaves them out and lists them in the report.',
      }),
      maxCorrupt: Type.Number({
        minimum: 0,
        maximum: 1,
        default: 0.1,
        description: 'Largest fraction of images that onCorrupt: skip may leave out, 0 to 1.',
      }),
      resize: Type.Choice(RESIZES, {
        default: 'stretch',
        description:
          'Method for images with another aspect ratio than size: stretch, crop to the center, or pad with black.',
      }),
      interpolation: Type.Choice(INTERPOLATIONS, {
        default: 'bilinear',
        description:
          'Interpolation for resizing. bilinear and bicubic antialias when they shrink an image, like Pillow.',
      }),
    },
    {
      renamed: { colour: 'colorMode', unlabelled: 'unlabeled' }, // words-allow
    },
  );

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
    const { weights, keepColumns, list, size, range, colorMode } = config;
    checkEncoding(config.encoding, ['encoding']);
    if (weights !== undefined && list === undefined) throw columnsWithoutList('weights', weights);
    if (keepColumns.length > 0 && list === undefined) throw columnsWithoutList('keepColumns', keepColumns[0]);
    if (colorMode === 'grayscale' && (range === 'caffe' || range === 'torch')) throw grayscaleRange(range);
    const features = { dtype: 'float32', shape: ['batch', ...size, channelsOf(colorMode)], range } as const;
    return { data: { kind: 'dataset', features, label: { encoding: config.multiLabel ? 'classes' : 'class' } } };
  }

  async run({ config, signal }: Run<typeof LoadImages>): Promise<Outputs<typeof LoadImages>> {
    const [{ openImages }, { countClasses }] = await Promise.all([
      import('./open-images.js'),
      import('./image-index.js'),
    ]);
    const { sources, kept, random, progress } = this;
    // The backend decodes JPEG files. If it has to be built first, this shows the progress.
    await this.tensorflow.start();
    const { data, index } = await openImages(config, { sources, kept, random, progress, signal });
    for (const { level, message } of index.notices) this.logger[level](message);
    if (index.bad.length > 0) this.tracker.logTable('Corrupt images', badTable(index.bad));
    const counts = countClasses(index);
    this.logger.info(summaryOf(index, counts, config.unlabeled));
    const perClass = [...counts].map(([name, count]) => `${name} ${count}`);
    this.tracker.logParams({ images: data.size, classes: counts.size, imagesPerClass: perClass.join(', ') });
    return { data };
  }
}

/** Returns what was found and skipped: "8 images in 2 classes (cats 4, dogs 4); skipped 16 files: .txt 8, hidden 8." */
function summaryOf({ images, skipped }: ImageIndex, counts: ReadonlyMap<string, number>, unlabeled: boolean): string {
  const found = unlabeled ? plural(images.length, 'image') : classCounts(images.length, 'image', counts);
  return `${found}${skipped === undefined ? '' : `; ${skipped}`}.`;
}

/** The table in the report ends after this many rows. */
const MOST_ROWS = 1000;

const badTable = (bad: ImageIndex['bad']) => ({
  columns: ['image', 'reason'],
  rows: bad.slice(0, MOST_ROWS).map(({ path, reason }) => [path, reason]),
});
