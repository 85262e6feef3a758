import {
  type Dataset,
  type DatasetSpec,
  dataset,
  files,
  formatTensorSpec,
  ImageFormats,
  type Infer,
  inject,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  type Run,
  SharedFiles,
  Tracker,
  Type,
} from '@expgraph/sdk';
import type { ImageContent } from './make-example.js';
import { notColorImages, tagLabels, tooManyShards } from './messages.js';

/** Writes a dataset to TFRecord files. */
@node('write/tfrecord')
export class WriteTfrecord {
  static readonly description =
    'Write a dataset to TFRecord files in kept/<node> of the run, for load/tfrecord and for TensorFlow.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { files: files({ description: 'The files, for load/tfrecord.' }) };
  static readonly config = Type.Object({
    name: Type.String({
      pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
      default: 'data',
      description: 'Prefix of the file names: data-00000-of-00004.tfrecord.',
    }),
    shards: Type.Integer({
      minimum: 1,
      maximum: 99_999,
      default: 1,
      description: 'Number of files; their numbers of records differ by at most one.',
    }),
    compression: Type.Choice(['none', 'gzip', 'zlib'], {
      default: 'none',
      description: 'Compression of the files. It saves little for images.',
    }),
    content: Type.Choice(['auto', 'png', 'jpeg', 'values'], {
      default: 'auto',
      description:
        'Content of a record: an image file (image/encoded), or the values of the features (values). auto: png for images, values for other data.',
    }),
    quality: Type.Integer({ minimum: 1, maximum: 100, default: 95, description: 'JPEG quality, 1 to 100.' }),
    epochs: Type.Integer({
      minimum: 1,
      default: 1,
      description: 'Number of epochs to write; augmented images differ from epoch to epoch.',
    }),
  });

  constructor(
    @inject(SharedFiles) private readonly shared: SharedFiles,
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(ImageFormats) private readonly formats: ImageFormats,
  ) {}

  static infer({ inputs, config }: Infer<typeof WriteTfrecord>): OutputSpecs<typeof WriteTfrecord> {
    const { features, label } = inputs.data;
    if (label?.encoding === 'tags') throw tagLabels();
    const isImage = config.content === 'png' || config.content === 'jpeg';
    if (isImage && features?.shape && !imageSize(inputs.data)) throw notColorImages(formatTensorSpec(features));
    return { files: { kind: 'files' } };
  }

  async run({
    inputs,
    config,
    fingerprints,
    signal,
  }: Run<typeof WriteTfrecord>): Promise<Outputs<typeof WriteTfrecord>> {
    const { data } = inputs;
    const { shards, epochs } = config;
    const total = data.size * epochs;
    if (shards > total) throw tooManyShards(shards, total);
    const [{ writeShard }, { shardNames, sharedName }, { linkFiles }, makeExample] = await Promise.all([
      import('./write-shard.js'),
      import('./shard-names.js'),
      import('./link-files.js'),
      this.exampleMaker(data, config),
    ]);
    const task = this.progress.start({ label: 'writing records', total, unit: 'records' });
    const written = new Map<string, string>();
    try {
      for (const [shard, name] of shardNames(config.name, shards, config.compression).entries()) {
        const [first, end] = [shard, shard + 1].map((number) => Math.floor((number * total) / shards));
        const options = { first, end, compression: config.compression, makeExample, signal };
        const path = await this.shared.make(sharedName(fingerprints.data ?? '', config, shard), (target) =>
          writeShard(data, target, { ...options, advance: (records) => task.advance(records) }),
        );
        written.set(name, path);
      }
    } finally {
      task.end();
    }
    await this.folders.write('tfrecord', (folder) => linkFiles(written, folder));
    this.tracker.logParams({ records: total, shards });
    return { files: written };
  }

  private async exampleMaker(data: Dataset, { content, quality }: Run<typeof WriteTfrecord>['config']) {
    const { imageExample, valuesExample } = await import('./make-example.js');
    const image = content === 'values' ? undefined : imageSize(data.spec);
    if (!image) {
      if (content === 'png' || content === 'jpeg') throw notColorImages(formatTensorSpec(data.spec.features ?? {}));
      return valuesExample;
    }
    const options: ImageContent = { ...image, format: content === 'jpeg' ? 'jpeg' : 'png', quality };
    return (example: Parameters<typeof valuesExample>[0]) => imageExample(example, options, this.formats);
  }
}

/** Returns the size and range of color images, or undefined for other data. */
function imageSize({ features }: DatasetSpec): Pick<ImageContent, 'size' | 'range'> | undefined {
  const [, height, width, channels, ...rest] = features?.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number' || channels !== 3 || rest.length > 0) return undefined;
  return features?.range && { size: [height, width], range: features.range };
}
