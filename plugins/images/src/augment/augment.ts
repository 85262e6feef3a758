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
import { checkChannels } from '../decode/check-channels.js';
import { FILL_MODES } from './fill-mode.js';
import { interval } from './interval.js';
import { intervalReversed, rangeUnknown } from './messages.js';
import { WARP_INTERPOLATIONS } from './warp-image.js';

const amount = (description: string) => Type.Number({ minimum: 0, default: 0, description });

const shift = (direction: string, length: string) =>
  Type.Union([Type.Number({ minimum: 0 }), Type.Array(Type.Number({ minimum: 0 }), { minItems: 1 })], {
    default: 0,
    description: `Largest shift ${direction}: a fraction of the ${length} if below 1, otherwise pixels. An integer n draws whole pixels from 0 to n - 1; a list draws one of its entries, fractions if all are below 1.`,
  });

const probability = Type.Number({
  minimum: 0,
  maximum: 1,
  default: 0.5,
  description: 'Probability that an image is changed, 0 to 1.',
});

const scale = (low: number, high: number) =>
  interval({
    exclusiveMinimum: 0,
    maximum: 1,
    default: [low, high],
    description: "Lowest and highest fraction of the image's area, 0 to 1.",
  });

const ratio = (low: number, high: number) =>
  interval({
    exclusiveMinimum: 0,
    default: [low, high],
    description: 'Lowest and highest aspect ratio, width / height.',
  });

const jitter = (of: string) =>
  Type.Number({ minimum: 0, default: 0, description: `Changes the ${of} by a factor from 1 - x to 1 + x.` });

/** Randomly changes images, differently in each epoch: the options of Keras' ImageDataGenerator and later methods. */
@node('augment')
export class Augment {
  static readonly description =
    "Randomly transform images, differently in each epoch: the options of Keras' ImageDataGenerator, RandAugment, random erasing and more.";
  static readonly inputs = { images: dataset({ features: { shape: ['batch', 'height', 'width', 'channels'] } }) };
  static readonly outputs = {
    images: dataset({ features: { shape: ['batch', 'newHeight', 'newWidth', 'channels'] } }),
  };
  static readonly config = Type.Object({
    rotation: amount('Largest rotation in either direction, in degrees.'),
    widthShift: shift('to the left or right', 'width'),
    heightShift: shift('up or down', 'height'),
    shear: amount('Largest shear, in degrees.'),
    zoom: Type.Union([Type.Number({ minimum: 0, exclusiveMaximum: 1 }), interval({ exclusiveMinimum: 0 })], {
      default: 0,
      description:
        'Zoom factor of each axis, from 1 - zoom to 1 + zoom, or [lowest, highest]. Factors below 1 zoom in.',
    }),
    flip: Type.Choice(['none', 'horizontal', 'vertical', 'both'], {
      default: 'none',
      description: 'Direction in which to flip images, each with probability 0.5.',
    }),
    brightness: Type.Optional(
      interval({ minimum: 0, description: 'Lowest and highest brightness factor, for example [0.8, 1.2].' }),
    ),
    channelShift: amount('Largest value to add to or subtract from all channels, in units of 0..255.'),
    fillMode: Type.Choice(FILL_MODES, { default: 'nearest', description: 'Pixels beyond the edges of an image.' }),
    cval: Type.Number({
      default: 0,
      description: 'Value beyond the edges for fillMode: constant, in units of 0..255.',
    }),
    interpolation: Type.Choice(WARP_INTERPOLATIONS, {
      default: 'bilinear',
      description:
        "Interpolation between pixels: interpolation_order 1 (bilinear) or 0 (nearest) of Keras' ImageDataGenerator.",
    }),
    resizedCrop: Type.Optional(
      Type.Object(
        {
          scale: scale(0.08, 1),
          ratio: ratio(3 / 4, 4 / 3),
          size: Type.Optional(
            Type.ImageSize({ description: 'Output height and width in pixels. Default: the size of the images.' }),
          ),
        },
        {
          description:
            "Crop a random part of each image and resize it (arXiv:1409.4842), like torchvision's RandomResizedCrop.",
          renamed: { area: 'scale', aspect: 'ratio' },
        },
      ),
    ),
    colorJitter: Type.Optional(
      Type.Object(
        {
          brightness: jitter('brightness'),
          contrast: jitter('contrast'),
          saturation: jitter('saturation'),
          hue: Type.Number({
            minimum: 0,
            maximum: 0.5,
            default: 0,
            description: 'Largest hue rotation in either direction, as a fraction of the color circle, 0 to 0.5.',
          }),
        },
        { description: "Randomly change colors, in random order, like torchvision's ColorJitter." },
      ),
    ),
    randAugment: Type.Optional(
      Type.Object(
        {
          numOps: Type.Integer({ minimum: 1, default: 2, description: 'Number of operations for each image.' }),
          magnitude: Type.Number({
            minimum: 0,
            maximum: 10,
            default: 9,
            description: 'Magnitude of each operation, 0 to 10.',
          }),
        },
        {
          description: 'RandAugment (arXiv:1909.13719): random operations out of fourteen.',
          renamed: { operations: 'numOps' },
        },
      ),
    ),
    blur: Type.Optional(
      Type.Object(
        {
          probability,
          sigma: interval({
            exclusiveMinimum: 0,
            default: [0.1, 2],
            description: 'Lowest and highest standard deviation, in pixels.',
          }),
        },
        { description: 'Blur images with a Gaussian.' },
      ),
    ),
    erasing: Type.Optional(
      Type.Object(
        {
          probability,
          scale: scale(0.02, 0.33),
          ratio: ratio(0.3, 3.3),
          fillValue: Type.Union([Type.Literal('noise'), Type.Number()], {
            default: 'noise',
            description: 'noise, or a value in units of 0..255.',
          }),
        },
        {
          description: 'Random erasing: fill a random box of an image (arXiv:1708.04896).',
          renamed: { area: 'scale', aspect: 'ratio', fill: 'fillValue' },
        },
      ),
    ),
  });

  constructor(@inject(Random) private readonly random: Random) {}

  static infer({ inputs: { images }, config }: Infer<typeof Augment>): OutputSpecs<typeof Augment> {
    checkIntervals(config);
    const channels = images.features?.shape?.[3] ?? 3;
    checkChannels(channels);
    if (images.features?.range === undefined) {
      for (const option of ['brightness', 'colorJitter', 'randAugment', 'erasing'] as const) {
        if (config[option]) throw rangeUnknown(option);
      }
      if (config.channelShift > 0) throw rangeUnknown('channelShift');
      if (config.fillMode === 'constant') throw rangeUnknown('fillMode', 'fillMode: constant');
    }
    const { size } = config.resizedCrop ?? {};
    return {
      images: size ? { ...images, features: { ...images.features, shape: ['batch', ...size, channels] } } : images,
    };
  }

  async run({ inputs: { images }, config }: Run<typeof Augment>): Promise<Outputs<typeof Augment>> {
    const [{ AugmentedDataset }, { GrayscaleDataset, RgbDataset }] = await Promise.all([
      import('./augmented-dataset.js'),
      import('./grayscale-dataset.js'),
    ]);
    if (images.spec.features?.shape?.[3] !== 1) return { images: new AugmentedDataset(images, config, this.random) };
    const augmented = new AugmentedDataset(new RgbDataset(images), config, this.random);
    return { images: new GrayscaleDataset(augmented) };
  }
}

function checkIntervals({ zoom, brightness, resizedCrop, blur, erasing }: Infer<typeof Augment>['config']): void {
  const intervals: readonly (readonly [readonly string[], readonly [number, number] | number | undefined])[] = [
    [['zoom'], zoom],
    [['brightness'], brightness],
    [['resizedCrop', 'scale'], resizedCrop?.scale],
    [['resizedCrop', 'ratio'], resizedCrop?.ratio],
    [['blur', 'sigma'], blur?.sigma],
    [['erasing', 'scale'], erasing?.scale],
    [['erasing', 'ratio'], erasing?.ratio],
  ];
  for (const [option, given] of intervals) {
    if (typeof given === 'object' && given[0] > given[1]) throw intervalReversed(option, ...given);
  }
}
