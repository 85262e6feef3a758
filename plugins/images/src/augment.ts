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
  type ValueRange,
} from '@expgraph/sdk';
import { AugmentedDataset } from './augmented-dataset.js';
import { rangeNotShiftable } from './messages.js';

/** What black and white are in a range; undefined where channels differ. */
const LIMITS: Readonly<Partial<Record<ValueRange, readonly [number, number]>>> = {
  '0..255': [0, 255],
  '0..1': [0, 1],
  '-1..1': [-1, 1],
};

const pair = (options: { description?: string }) =>
  Type.Unsafe<readonly [number, number]>({
    type: 'array',
    items: { type: 'number', minimum: 0 },
    minItems: 2,
    maxItems: 2,
    ...options,
  });

const amount = (description: string) => Type.Number({ minimum: 0, default: 0, description });

/** Changes images at random, anew each epoch, as Keras' ImageDataGenerator does. */
@node('augment')
export class Augment {
  static readonly description = "Changes images at random, anew each epoch: the options of Keras' ImageDataGenerator.";
  static readonly inputs = { images: dataset({ features: { shape: ['batch', 'height', 'width', 3] } }) };
  static readonly outputs = { images: dataset({ features: { shape: ['batch', 'height', 'width', 3] } }) };
  static readonly config = Type.Object({
    rotation: amount('Largest angle, in degrees, to either side.'),
    widthShift: amount('Largest shift to either side: a share of the width if below 1, else pixels.'),
    heightShift: amount('Largest shift up or down: a share of the height if below 1, else pixels.'),
    shear: amount('Largest shear, in degrees.'),
    zoom: Type.Union([Type.Number({ minimum: 0, exclusiveMaximum: 1 }), pair({})], {
      default: 0,
      description: 'From 1 - zoom to 1 + zoom, or [lowest, highest]; below 1 makes things larger.',
    }),
    flip: Type.Choice(['none', 'horizontal', 'vertical', 'both'], {
      default: 'none',
      description: 'Mirrors every other image.',
    }),
    brightness: Type.Optional(pair({ description: 'Lowest and highest factor of the light, for example [0.8, 1.2].' })),
    channelShift: amount('Largest amount that is added to all channels, in units of 0..255.'),
    fillMode: Type.Choice(['nearest', 'constant', 'reflect', 'wrap'], {
      default: 'nearest',
      description: 'What is seen beyond the edge of an image.',
    }),
    cval: Type.Number({ default: 0, description: 'The value beyond the edge for constant, in units of 0..255.' }),
  });

  constructor(@inject(Random) private readonly random: Random) {}

  static infer({ inputs, config }: Infer<typeof Augment>): OutputSpecs<typeof Augment> {
    const range = inputs.images.features?.range;
    if (range && !LIMITS[range]) {
      if (config.brightness) throw rangeNotShiftable('brightness', range);
      if (config.channelShift > 0) throw rangeNotShiftable('channelShift', range);
    }
    return { images: inputs.images };
  }

  run({ inputs: { images }, config }: Run<typeof Augment>): Outputs<typeof Augment> {
    const [black, white] = LIMITS[images.spec.features?.range ?? '0..255'] ?? [0, 255];
    const fillValue = black + (config.cval * (white - black)) / 255;
    return { images: new AugmentedDataset(images, { ...config, fillValue, black, white }, this.random) };
  }
}
