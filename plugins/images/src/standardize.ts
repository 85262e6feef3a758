import {
  ArtifactStore,
  dataset,
  type Infer,
  inject,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Progress,
  type Run,
  Type,
  type ValueRange,
} from '@expgraph/sdk';
import { tooLargeToWhiten } from './pixel-messages.js';

/** Images of 32x32: a matrix of 75 MB, which takes minutes to compute. */
const MOST_WHITENED = 32 * 32 * 3;

const SHAPE = ['batch', 'height', 'width', 'channels'] as const;

const images = (description: string) => dataset({ features: { shape: SHAPE }, description });

/** Centres and scales the values of images, as Keras' ImageDataGenerator does after its `fit`. */
@node('standardize')
export class Standardize {
  static readonly description =
    "Centres, scales or whitens the values of images: rescale, samplewise, featurewise and ZCA of Keras' ImageDataGenerator.";
  static readonly inputs = {
    images: images('What is standardized.'),
    statistics: optional(
      images('What means, deviations and ZCA are computed of: the training images. Default images.'),
    ),
  };
  static readonly outputs = { images: dataset({ features: { shape: SHAPE } }) };
  static readonly config = Type.Object({
    rescale: Type.Number({ exclusiveMinimum: 0, default: 1, description: 'First, all values are multiplied by this.' }),
    samplewiseCenter: Type.Boolean({ default: false, description: 'Takes from each image its own mean.' }),
    samplewiseStd: Type.Boolean({
      default: false,
      description: 'Divides each image by its own deviation, after samplewiseCenter.',
    }),
    featurewiseCenter: Type.Boolean({
      default: false,
      description: 'Takes from each channel its mean over all images.',
    }),
    featurewiseStd: Type.Boolean({
      default: false,
      description: 'Divides each channel by its deviation over all images, after featurewiseCenter.',
    }),
    zca: Type.Boolean({
      default: false,
      description:
        'Makes the values uncorrelated and alike in deviation (ZCA whitening) after featurewiseCenter; featurewiseStd is then without effect.',
    }),
    zcaEpsilon: Type.Number({
      exclusiveMinimum: 0,
      default: 1e-6,
      description: 'Is added to the deviations by which ZCA divides.',
    }),
  });

  constructor(
    @inject(ArtifactStore) private readonly kept: ArtifactStore,
    @inject(Progress) private readonly progress: Progress,
  ) {}

  static infer({ inputs, config }: Infer<typeof Standardize>): OutputSpecs<typeof Standardize> {
    const { features } = inputs.images;
    const [height, width, channels] = features?.shape?.slice(1) ?? [];
    const size = [Number(height), Number(width), Number(channels)] as const;
    if (config.zca && size[0] * size[1] * size[2] > MOST_WHITENED) throw tooLargeToWhiten(size);
    const { range, ...others } = features ?? {};
    const known = outputRange(range, config);
    return { images: { ...inputs.images, features: known ? { ...others, range: known } : others } };
  }

  async run({ inputs, config, signal }: Run<typeof Standardize>): Promise<Outputs<typeof Standardize>> {
    const [{ imageStatistics }, { StandardizedDataset }] = await Promise.all([
      import('./image-statistics.js'),
      import('./standardized-dataset.js'),
    ]);
    const { kept, progress } = this;
    const of = inputs.statistics ?? inputs.images;
    const statistics = await imageStatistics(of, config, { kept, progress, signal });
    const range = outputRange(inputs.images.spec.features?.range, config);
    return { images: new StandardizedDataset(inputs.images, { ...config, range }, statistics) };
  }
}

/** Only of grey levels that become shares it can be said what black and white are. */
function outputRange(
  range: ValueRange | undefined,
  config: Infer<typeof Standardize>['config'],
): ValueRange | undefined {
  const { rescale, zca, zcaEpsilon: _, ...others } = config;
  if (zca || Object.values(others).includes(true)) return undefined;
  if (rescale === 1) return range;
  return range === '0..255' && Math.abs(rescale * 255 - 1) < 1e-6 ? '0..1' : undefined;
}
