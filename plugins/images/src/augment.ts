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
import { checkChannels } from './check-channels.js';
import { FILL_MODES } from './fill-mode.js';
import { interval } from './interval.js';
import { intervalReversed, rangeUnknown } from './pixel-messages.js';
import { WARP_INTERPOLATIONS } from './warp-image.js';

const amount = (description: string) => Type.Number({ minimum: 0, default: 0, description });

const shift = (way: string, length: string) =>
  Type.Union([Type.Number({ minimum: 0 }), Type.Array(Type.Number({ minimum: 0 }), { minItems: 1 })], {
    default: 0,
    description: `Shift ${way}: a largest share of the ${length} if below 1; an integer n for whole pixels from 0 to n - 1; another number for at most so many pixels; a list to choose from, shares if all are below 1.`,
  });

const probability = Type.Number({ minimum: 0, maximum: 1, default: 0.5, description: 'Share of the images.' });

const area = (low: number, high: number) =>
  interval({ exclusiveMinimum: 0, maximum: 1, default: [low, high], description: "Share of the image's area." });

const aspect = (low: number, high: number) =>
  interval({ exclusiveMinimum: 0, default: [low, high], description: 'Width by height.' });

const enhancement = (of: string) =>
  Type.Number({ minimum: 0, default: 0, description: `A factor of the ${of} from 1 - x to 1 + x.` });

/** Changes images at random, anew each epoch, as Keras' ImageDataGenerator does, and in ways that came after it. */
@node('augment')
export class Augment {
  static readonly description =
    "Changes images at random, anew each epoch: the options of Keras' ImageDataGenerator, RandAugment, random erasing and more.";
  static readonly inputs = { images: dataset({ features: { shape: ['batch', 'height', 'width', 'channels'] } }) };
  static readonly outputs = {
    images: dataset({ features: { shape: ['batch', 'newHeight', 'newWidth', 'channels'] } }),
  };
  static readonly config = Type.Object({
    rotation: amount('Largest angle, in degrees, to either side.'),
    widthShift: shift('to the left or right', 'width'),
    heightShift: shift('up or down', 'height'),
    shear: amount('Largest shear, in degrees.'),
    zoom: Type.Union([Type.Number({ minimum: 0, exclusiveMaximum: 1 }), interval({ exclusiveMinimum: 0 })], {
      default: 0,
      description: 'From 1 - zoom to 1 + zoom, or [lowest, highest], for each axis; below 1 makes things larger.',
    }),
    flip: Type.Choice(['none', 'horizontal', 'vertical', 'both'], {
      default: 'none',
      description: 'Mirrors every second image, at random.',
    }),
    brightness: Type.Optional(
      interval({ minimum: 0, description: 'Lowest and highest factor of the light, for example [0.8, 1.2].' }),
    ),
    channelShift: amount('Largest amount that is added to or taken from all channels, in units of 0..255.'),
    fillMode: Type.Choice(FILL_MODES, { default: 'nearest', description: 'What is seen beyond the edge of an image.' }),
    cval: Type.Number({ default: 0, description: 'What is seen beyond the edge for constant, in units of 0..255.' }),
    interpolation: Type.Choice(WARP_INTERPOLATIONS, {
      default: 'bilinear',
      description: 'How pixels are read between their places: orders 1 and 0 of ImageDataGenerator.',
    }),
    resizedCrop: Type.Optional(
      Type.Object(
        {
          area: area(0.08, 1),
          aspect: aspect(3 / 4, 4 / 3),
          size: Type.Optional(Type.ImageSize({ description: 'Of the result; default that of the images.' })),
        },
        { description: 'Uses a random part of the image (arXiv:1409.4842).' },
      ),
    ),
    colorJitter: Type.Optional(
      Type.Object(
        {
          brightness: enhancement('light'),
          contrast: enhancement('contrast'),
          saturation: enhancement('saturation'),
          hue: Type.Number({
            minimum: 0,
            maximum: 0.5,
            default: 0,
            description: 'Largest turn to either side, as a share of the circle of colours.',
          }),
        },
        { description: "Changes colours at random, in random order, as torchvision's ColorJitter." },
      ),
    ),
    randAugment: Type.Optional(
      Type.Object(
        {
          operations: Type.Integer({ minimum: 1, default: 2, description: 'So many of the fourteen for each image.' }),
          magnitude: Type.Number({ minimum: 0, maximum: 10, default: 9, description: 'Of each of them.' }),
        },
        { description: 'RandAugment (arXiv:1909.13719).' },
      ),
    ),
    blur: Type.Optional(
      Type.Object(
        {
          probability,
          sigma: interval({
            exclusiveMinimum: 0,
            default: [0.1, 2],
            description: 'Lowest and highest deviation, in pixels.',
          }),
        },
        { description: 'Gaussian blur of some of the images.' },
      ),
    ),
    erasing: Type.Optional(
      Type.Object(
        {
          probability,
          area: area(0.02, 0.33),
          aspect: aspect(0.3, 3.3),
          fill: Type.Union([Type.Literal('noise'), Type.Number()], {
            default: 'noise',
            description: 'noise, or a level in units of 0..255.',
          }),
        },
        { description: 'Random erasing: a box of some of the images is painted over (arXiv:1708.04896).' },
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
    const [{ AugmentedDataset }, { GreyDataset, TripledDataset }] = await Promise.all([
      import('./augmented-dataset.js'),
      import('./grey-dataset.js'),
    ]);
    if (images.spec.features?.shape?.[3] !== 1) return { images: new AugmentedDataset(images, config, this.random) };
    const tripled = new AugmentedDataset(new TripledDataset(images), config, this.random);
    return { images: new GreyDataset(tripled) };
  }
}

function checkIntervals({ zoom, brightness, resizedCrop, blur, erasing }: Infer<typeof Augment>['config']): void {
  const intervals: readonly (readonly [readonly string[], readonly [number, number] | number | undefined])[] = [
    [['zoom'], zoom],
    [['brightness'], brightness],
    [['resizedCrop', 'area'], resizedCrop?.area],
    [['resizedCrop', 'aspect'], resizedCrop?.aspect],
    [['blur', 'sigma'], blur?.sigma],
    [['erasing', 'area'], erasing?.area],
    [['erasing', 'aspect'], erasing?.aspect],
  ];
  for (const [option, given] of intervals) {
    if (typeof given === 'object' && given[0] > given[1]) throw intervalReversed(option, ...given);
  }
}
