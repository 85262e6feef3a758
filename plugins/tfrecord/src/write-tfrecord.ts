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
import type { ImageContent } from './element-example.js';
import { labelsOfSteps, namelessImage, tooManyShards } from './messages.js';

/** Writes a data set into TFRecord files. */
@node('write/tfrecord')
export class WriteTfrecord {
  static readonly description =
    'Writes a data set into TFRecord files, below kept/<node> of the run: for load/tfrecord, and for TensorFlow.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { files: files({ description: 'The files, for load/tfrecord.' }) };
  static readonly config = Type.Object({
    name: Type.String({
      pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
      default: 'data',
      description: 'What the names of the files begin with: data-00000-of-00004.tfrecord.',
    }),
    shards: Type.Integer({
      minimum: 1,
      maximum: 99_999,
      default: 1,
      description: 'Files that the records are spread over; their numbers of records differ by at most one.',
    }),
    compression: Type.Choice(['none', 'gzip', 'zlib'], {
      default: 'none',
      description: 'How the files are compressed; little is gained with images.',
    }),
    content: Type.Choice(['auto', 'png', 'jpeg', 'values'], {
      default: 'auto',
      description:
        'What a record has: an image file (image/encoded), or the numbers as they are (values). auto: png for images, values for all else.',
    }),
    quality: Type.Integer({ minimum: 1, maximum: 100, default: 95, description: 'Of JPEG.' }),
    epochs: Type.Integer({
      minimum: 1,
      default: 1,
      description: 'Passes over the data that are written; augmented images differ from pass to pass.',
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
    if (label?.encoding === 'tags') throw labelsOfSteps();
    const isImage = config.content === 'png' || config.content === 'jpeg';
    if (isImage && features?.shape && !imageSize(inputs.data)) throw namelessImage(formatTensorSpec(features));
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
    const { imageExample, valuesExample } = await import('./element-example.js');
    const image = content === 'values' ? undefined : imageSize(data.spec);
    if (!image) {
      if (content === 'png' || content === 'jpeg') throw namelessImage(formatTensorSpec(data.spec.features ?? {}));
      return valuesExample;
    }
    const options: ImageContent = { ...image, format: content === 'jpeg' ? 'jpeg' : 'png', quality };
    return (element: Parameters<typeof valuesExample>[0]) => imageExample(element, options, this.formats);
  }
}

/** Size and range of data that are images in colour. */
function imageSize({ features }: DatasetSpec): Pick<ImageContent, 'size' | 'range'> | undefined {
  const [, height, width, channels, ...rest] = features?.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number' || channels !== 3 || rest.length > 0) return undefined;
  return features?.range && { size: [height, width], range: features.range };
}
