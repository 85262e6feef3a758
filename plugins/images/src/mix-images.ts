import {
  dataset,
  type Infer,
  inject,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Type,
} from '@expgraph/sdk';
import { nothingToMix } from './pixel-messages.js';

const alpha = (byDefault: number) =>
  Type.Number({
    exclusiveMinimum: 0,
    default: byDefault,
    description: 'Of the Beta(alpha, alpha) distribution of shares: 1 makes all alike, less favours 0 and 1.',
  });

/** Mixes each image with another one of the data set, and their labels with them, anew each epoch. */
@node('mix-images')
export class MixImages {
  static readonly description = 'Mixes each image with another one, and their labels with them: MixUp and CutMix.';
  static readonly inputs = {
    images: dataset({
      features: { shape: ['batch', 'height', 'width', 'channels'] },
      label: 'class',
      description: 'The training images, augmented already if they are to be.',
    }),
  };
  static readonly outputs = {
    images: dataset({ features: { shape: ['batch', 'height', 'width', 'channels'] }, label: 'class' }),
  };
  static readonly config = Type.Object({
    mixup: Type.Optional(
      Type.Object(
        { alpha: alpha(0.2) },
        { description: 'The weighted mean of both images (Zhang et al., arXiv:1710.09412).' },
      ),
    ),
    cutmix: Type.Optional(
      Type.Object(
        { alpha: alpha(1) },
        { description: 'A box of the other image on the one (Yun et al., arXiv:1905.04899).' },
      ),
    ),
    probability: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: 'Share of the images that are mixed; where there are both ways, half of them each way.',
    }),
  });

  constructor(@inject(Random) private readonly random: Random) {}

  static infer({ inputs: { images }, config }: Infer<typeof MixImages>): OutputSpecs<typeof MixImages> {
    if (!config.mixup && !config.cutmix) throw nothingToMix();
    return { images: { ...images, label: { ...images.label, encoding: 'class', soft: true } } };
  }

  async run({ inputs: { images }, config }: Run<typeof MixImages>): Promise<Outputs<typeof MixImages>> {
    const { MixedDataset } = await import('./mixed-dataset.js');
    return { images: new MixedDataset(images, config, this.random) };
  }
}
