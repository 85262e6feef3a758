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
  type Run,
  Sources,
  Tracker,
  Type,
} from '@expgraph/sdk';
import type { ImageIndex } from './index-images.js';
import { badImages, notAFolder } from './messages.js';

const INDEX = 'index.json';

/** Loads images from a folder and gives them the classes that their paths say. */
@node('load/images')
export class LoadImages {
  static readonly description =
    'Loads JPEG and PNG images; their class is their folder, or another part of their path.';
  static readonly inputs = {};
  static readonly outputs = { data: dataset({ label: 'class' }) };
  static readonly config = Type.Object({
    source: Type.Source({ description: 'A folder of images, or an archive or npm package that has one.' }),
    size: Type.ImageSize({ description: 'Height and width that the images are brought to, in pixels.' }),
    range: Type.Choice(['0..255', '0..1', '-1..1', 'caffe', 'torch'], {
      default: '0..255',
      description: 'What the pixels become; a backbone says which it wants.',
    }),
    labels: Type.String({
      default: '^([^/]+)/',
      description: 'A regular expression on the path of an image; its first group that matches is the label.',
    }),
    classNames: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Readable names of labels, for example { A: cereals }.',
      }),
    ),
    minImagesPerClass: Type.Integer({ minimum: 1, default: 1, description: 'Smaller classes are left out.' }),
    duplicates: Type.Choice(['keep', 'drop'], {
      default: 'keep',
      description: 'What is done with files of equal content.',
    }),
    onCorrupt: Type.Choice(['fail', 'skip'], {
      default: 'fail',
      description: 'What is done about images that can not be read.',
    }),
    resize: Type.Choice(['stretch', 'crop', 'pad'], {
      default: 'stretch',
      description: 'How an image of another shape is fitted.',
    }),
    interpolation: Type.Choice(['bilinear', 'nearest', 'bicubic'], {
      default: 'bilinear',
      description: 'How pixels are resampled.',
    }),
  });

  constructor(
    @inject(Sources) private readonly sources: Sources,
    @inject(ArtifactStore) private readonly kept: ArtifactStore,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ config }: Infer<typeof LoadImages>): OutputSpecs<typeof LoadImages> {
    const shape = ['batch', ...config.size, 3];
    return {
      data: {
        kind: 'dataset',
        features: { dtype: 'float32', shape, range: config.range },
        label: { encoding: 'class' },
      },
    };
  }

  async run({ config, signal }: Run<typeof LoadImages>): Promise<Outputs<typeof LoadImages>> {
    const [{ findImages }, { indexImages }, { labelImages }, { ImageDataset }] = await Promise.all([
      import('./find-images.js'),
      import('./index-images.js'),
      import('./label-images.js'),
      import('./image-dataset.js'),
    ]);
    const { path, isDirectory } = await this.sources.resolve(config.source, { signal });
    if (!isDirectory) throw notAFolder(config.source);
    const found = await findImages(path, config.source);
    const known = await this.kept.read(INDEX);
    const index = known
      ? (JSON.parse(known.toString()) as ImageIndex)
      : await indexImages(found, config, this.progress, signal);
    if (index.bad.length > 0 && config.onCorrupt === 'fail') throw badImages(config.source, index.bad);
    if (!known) await this.kept.write(INDEX, Buffer.from(JSON.stringify(index)));
    const labelled = labelImages(index.images, config);
    for (const notice of labelled.notices) this.logger.info(notice);
    if (index.bad.length > 0) this.logger.warn(`${index.bad.length} images can not be read and are left out.`);
    this.tracker.logParams({ images: labelled.images.length, classes: labelled.classes.join(', ') });
    return { data: new ImageDataset(found.folder, labelled, config) };
  }
}
