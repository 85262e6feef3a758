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
import { FILL_MODES } from './fill-mode.js';
import { intervalReversed, rangeUnknown } from './messages.js';

const interval = (options: { exclusiveMinimum?: number; minimum?: number; description?: string }) => {
  const { description, ...bounds } = options;
  const items = { type: 'number', ...bounds };
  return Type.Unsafe<readonly [number, number]>({ type: 'array', items, minItems: 2, maxItems: 2, description });
};

const amount = (description: string) => Type.Number({ minimum: 0, default: 0, description });

const shift = (description: string) =>
  Type.Union([Type.Number({ minimum: 0 }), Type.Array(Type.Number({ minimum: 0 }), { minItems: 1 })], {
    default: 0,
    description: `${description}; of a list one is chosen, to either side.`,
  });

/** Changes images at random, anew each epoch, as Keras' ImageDataGenerator does. */
@node('augment')
export class Augment {
  static readonly description = "Changes images at random, anew each epoch: the options of Keras' ImageDataGenerator.";
  static readonly inputs = { images: dataset({ features: { shape: ['batch', 'height', 'width', 3] } }) };
  static readonly outputs = { images: dataset({ features: { shape: ['batch', 'height', 'width', 3] } }) };
  static readonly config = Type.Object({
    rotation: amount('Largest angle, in degrees, to either side.'),
    widthShift: shift('Largest shift to the left or right: a share of the width if below 1, else pixels'),
    heightShift: shift('Largest shift up or down: a share of the height if below 1, else pixels'),
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
  });

  constructor(@inject(Random) private readonly random: Random) {}

  static infer({ inputs: { images }, config }: Infer<typeof Augment>): OutputSpecs<typeof Augment> {
    const { zoom, brightness, channelShift, fillMode } = config;
    if (typeof zoom === 'object' && zoom[0] > zoom[1]) throw intervalReversed('zoom', ...zoom);
    if (brightness && brightness[0] > brightness[1]) throw intervalReversed('brightness', ...brightness);
    if (images.features?.range === undefined) {
      if (brightness) throw rangeUnknown('brightness');
      if (channelShift > 0) throw rangeUnknown('channelShift');
      if (fillMode === 'constant') throw rangeUnknown('fillMode', 'fillMode: constant');
    }
    return { images };
  }

  async run({ inputs: { images }, config }: Run<typeof Augment>): Promise<Outputs<typeof Augment>> {
    const { AugmentedDataset } = await import('./augmented-dataset.js');
    return { images: new AugmentedDataset(images, config, this.random) };
  }
}
