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
import { nothingToMix } from './messages.js';

const alpha = (byDefault: number) =>
  Type.Number({
    exclusiveMinimum: 0,
    default: byDefault,
    description:
      'Parameter of the Beta(alpha, alpha) distribution of the mixing fraction: 1 is uniform, smaller values prefer 0 and 1.',
  });

/** Mixes each image with another image of the dataset, and their labels accordingly, differently in each epoch. */
@node('mix-images')
export class MixImages {
  static readonly description =
    'Mix each image with another image of the dataset, and their labels accordingly: MixUp and CutMix.';
  static readonly inputs = {
    images: dataset({
      features: { shape: ['batch', 'height', 'width', 'channels'] },
      label: 'class',
      description: 'Training images, after any augmentation.',
    }),
  };
  static readonly outputs = {
    images: dataset({ features: { shape: ['batch', 'height', 'width', 'channels'] }, label: 'class' }),
  };
  static readonly config = Type.Object({
    mixup: Type.Optional(
      Type.Object({ alpha: alpha(0.2) }, { description: 'Blend both images (Zhang et al., arXiv:1710.09412).' }),
    ),
    cutmix: Type.Optional(
      Type.Object(
        { alpha: alpha(1) },
        { description: 'Paste a box of the other image (Yun et al., arXiv:1905.04899).' },
      ),
    ),
    probability: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 1,
      description:
        'Probability that an image is mixed, 0 to 1. If mixup and cutmix are set, each is used for half of these images.',
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
