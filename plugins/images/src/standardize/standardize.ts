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
import { tooLargeToWhiten } from './messages.js';

/** Values of a 32x32 RGB image, whose ZCA matrix of 75 MB takes minutes to compute. */
const MAX_WHITENED = 32 * 32 * 3;

const SHAPE = ['batch', 'height', 'width', 'channels'] as const;

const images = (description: string) => dataset({ features: { shape: SHAPE }, description });

/** Centers and scales the values of images, like Keras' ImageDataGenerator after `fit`. */
@node('standardize')
export class Standardize {
  static readonly description =
    "Center, scale or whiten the values of images: rescale, samplewise, featurewise and ZCA of Keras' ImageDataGenerator.";
  static readonly inputs = {
    images: images('Images to standardize.'),
    statistics: optional(
      images(
        'Training images, from which the means, standard deviations and ZCA matrix are computed. Default: images.',
      ),
    ),
  };
  static readonly outputs = { images: dataset({ features: { shape: SHAPE } }) };
  static readonly config = Type.Object(
    {
      rescale: Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: 'Factor to multiply all values by, before anything else.',
      }),
      samplewiseCenter: Type.Boolean({ default: false, description: 'Subtract from each image its mean.' }),
      samplewiseStdNormalization: Type.Boolean({
        default: false,
        description: 'Divide each image by its standard deviation, after samplewiseCenter.',
      }),
      featurewiseCenter: Type.Boolean({
        default: false,
        description: 'Subtract from each channel its mean over all images.',
      }),
      featurewiseStdNormalization: Type.Boolean({
        default: false,
        description: 'Divide each channel by its standard deviation over all images, after featurewiseCenter.',
      }),
      zcaWhitening: Type.Boolean({
        default: false,
        description:
          'Apply ZCA whitening, which makes the values uncorrelated with equal variance, after featurewiseCenter. featurewiseStdNormalization is then ignored.',
      }),
      zcaEpsilon: Type.Number({
        exclusiveMinimum: 0,
        default: 1e-6,
        description: 'Epsilon added to the singular values by which ZCA whitening divides.',
      }),
    },
    {
      renamed: {
        samplewiseStd: 'samplewiseStdNormalization',
        featurewiseStd: 'featurewiseStdNormalization',
        zca: 'zcaWhitening',
      },
    },
  );

  constructor(
    @inject(ArtifactStore) private readonly kept: ArtifactStore,
    @inject(Progress) private readonly progress: Progress,
  ) {}

  static infer({ inputs, config }: Infer<typeof Standardize>): OutputSpecs<typeof Standardize> {
    const { features } = inputs.images;
    const [height, width, channels] = features?.shape?.slice(1) ?? [];
    const size = [Number(height), Number(width), Number(channels)] as const;
    if (config.zcaWhitening && size[0] * size[1] * size[2] > MAX_WHITENED) throw tooLargeToWhiten(size, MAX_WHITENED);
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

/** Returns the output range: known only if the values are unchanged, or rescaled from 0..255 to 0..1. */
function outputRange(
  range: ValueRange | undefined,
  config: Infer<typeof Standardize>['config'],
): ValueRange | undefined {
  const { rescale, zcaWhitening, zcaEpsilon: _, ...others } = config;
  if (zcaWhitening || Object.values(others).includes(true)) return undefined;
  if (rescale === 1) return range;
  return range === '0..255' && Math.abs(rescale * 255 - 1) < 1e-6 ? '0..1' : undefined;
}
