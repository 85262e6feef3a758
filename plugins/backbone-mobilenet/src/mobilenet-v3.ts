import {
  type Architecture,
  type BackboneConfig,
  type Blueprint,
  type Features,
  POOL_NAMES,
  pool,
} from '@expgraph/model-io/backbones';
import { type NamedWeights, Type } from '@expgraph/sdk';
import { divisible } from './divisible.js';
import { NORMALIZATION } from './mobilenet-v2.js';
import { alphaText, WIDTH } from './width-multiplier.js';

type Activation = 'relu' | 'hardSwish';

/** A row of table 1 or 2 of the paper. `expansion` is relative to the input channels. */
interface Block {
  readonly expansion: number;
  readonly filters: number;
  readonly kernelSize: 3 | 5;
  readonly strides: 1 | 2;
  readonly squeeze: boolean;
  readonly activation: Activation;
}

const row = (
  expansion: number,
  filters: number,
  kernelSize: 3 | 5,
  strides: 1 | 2,
  squeeze: boolean,
  activation: Activation,
): Block => ({ expansion, filters, kernelSize, strides, squeeze, activation });

const VARIANTS = {
  large: {
    lastFilters: 1280,
    blocks: [
      row(1, 16, 3, 1, false, 'relu'),
      row(4, 24, 3, 2, false, 'relu'),
      row(3, 24, 3, 1, false, 'relu'),
      row(3, 40, 5, 2, true, 'relu'),
      row(3, 40, 5, 1, true, 'relu'),
      row(3, 40, 5, 1, true, 'relu'),
      row(6, 80, 3, 2, false, 'hardSwish'),
      row(2.5, 80, 3, 1, false, 'hardSwish'),
      row(2.3, 80, 3, 1, false, 'hardSwish'),
      row(2.3, 80, 3, 1, false, 'hardSwish'),
      row(6, 112, 3, 1, true, 'hardSwish'),
      row(6, 112, 3, 1, true, 'hardSwish'),
      row(6, 160, 5, 2, true, 'hardSwish'),
      row(6, 160, 5, 1, true, 'hardSwish'),
      row(6, 160, 5, 1, true, 'hardSwish'),
    ],
  },
  small: {
    lastFilters: 1024,
    blocks: [
      row(1, 16, 3, 2, true, 'relu'),
      row(72 / 16, 24, 3, 2, false, 'relu'),
      row(88 / 24, 24, 3, 1, false, 'relu'),
      row(4, 40, 5, 2, true, 'hardSwish'),
      row(6, 40, 5, 1, true, 'hardSwish'),
      row(6, 40, 5, 1, true, 'hardSwish'),
      row(3, 48, 5, 1, true, 'hardSwish'),
      row(3, 48, 5, 1, true, 'hardSwish'),
      row(6, 96, 5, 2, true, 'hardSwish'),
      row(6, 96, 5, 1, true, 'hardSwish'),
      row(6, 96, 5, 1, true, 'hardSwish'),
    ],
  },
} as const;

/** MD5 of Keras' files with and without the top, by variant, which starts with alpha. */
const CHECKSUMS = {
  large: {
    '1.0': ['59e551e166be033d707958cf9e29a6a7', '07fb09a5933dd0c8eaafa16978110389'],
    '0.75': ['765b44a33ad4005b3ac83185abf1d0eb', '40af19a13ebea4e2ee0c676887f69a2e'],
    'minimalistic 1.0': ['675e7b876c45c57e9e63e6d90a36599c', 'ec5221f64a2f6d1ef965a614bdae7973'],
  },
  small: {
    '1.0': ['8768d4c2e7dee89b9d02b2d03d65d862', 'd3e8ec802a04aa4fc771ee12a9a9b836'],
    '0.75': ['cb65d4e5be93758266aa0a7f2c6708b7', 'ebdb5cc8e0b497cd13a7c275d475c819'],
    'minimalistic 1.0': ['99cd97fb2fcdad2bf028eb838de69e37', 'cde8136e733e811080d9fcd8a252f7e4'],
  },
} as const;

const OPTIONS = {
  ...WIDTH,
  minimalistic: Type.Boolean({
    default: false,
    description: 'Use no squeeze-and-excite, hard swish or 5x5 filters, for hardware on which they are slow.',
  }),
  dropoutRate: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0.2,
    description: 'Fraction of units to drop before the top, 0 to 1.',
  }),
};

/**
 * MobileNetV3 (Howard et al., 2019, arXiv:1905.02244): the blocks of MobileNetV2, some with squeeze-and-excite. It
 * includes the rescaling of images.
 */
export function mobileNetV3(size: keyof typeof VARIANTS): Architecture<typeof OPTIONS> {
  const { blocks, lastFilters } = VARIANTS[size];
  return {
    name: `mobilenet-v3-${size}`,
    description: `MobileNetV3, ${size} (Howard et al., 2019, arXiv:1905.02244). It includes the rescaling of images.`,
    range: '0..255',
    inputSize: [224, 224],
    minimumSize: 32,
    options: OPTIONS,
    weights: imagenet(size),
    variant: ({ alpha, minimalistic, includeTop }) =>
      `${minimalistic ? 'minimalistic ' : ''}${alphaText(alpha)}${includeTop ? '' : ' no top'}`,
    limits: ({ minimalistic }) => ({ alpha: minimalistic ? [1] : [1, 0.75] }),
    build(b, config) {
      const { alpha, minimalistic, includeTop } = config;
      const layers = new Layers(b, minimalistic);
      let x = b.rescaling(b.input, { scale: 1 / 127.5, offset: -1 });
      x = layers.normalized(layers.convolution(x, 'conv', 16, 3, 2), 'conv_bn');
      x = layers.activate(x, 'hardSwish');
      for (const [id, block] of blocks.entries()) {
        x = layers.invertedResidual(x, { ...block, filters: divisible(block.filters * alpha) }, id);
      }
      x = layers.convolution(x, 'conv_1', divisible(x.shape[2] * 6), 1);
      x = layers.activate(layers.normalized(x, 'conv_1_bn'), 'hardSwish');
      if (!includeTop) return pool(b, x, config, POOL_NAMES);
      return layers.top(x, alpha > 1 ? divisible(lastFilters * alpha) : lastFilters, config);
    },
  };
}

class Layers {
  constructor(
    private readonly b: Blueprint,
    private readonly minimalistic: boolean,
  ) {}

  /** Adds a block: figure 4 of the paper. */
  invertedResidual(input: Features, block: Block, id: number): Features {
    const { b } = this;
    const prefix = id === 0 ? 'expanded_conv_' : `expanded_conv_${id}_`;
    const channels = input.shape[2];
    const kernelSize = this.minimalistic ? 3 : block.kernelSize;
    const { strides, filters } = block;
    let x = input;
    if (id > 0) {
      x = this.normalized(
        this.convolution(x, `${prefix}expand`, divisible(channels * block.expansion), 1),
        `${prefix}expand_bn`,
      );
      x = this.activate(x, block.activation);
    }
    if (strides === 2) x = b.padForStride2(x, kernelSize, `${prefix}depthwise_pad`);
    const padding = strides === 1 ? 'same' : 'valid';
    x = b.depthwiseConv2d(x, { name: `${prefix}depthwise`, kernelSize, strides, padding, useBias: false });
    x = this.activate(this.normalized(x, `${prefix}depthwise_bn`), block.activation);
    if (block.squeeze && !this.minimalistic) x = this.squeezeAndExcite(x, prefix);
    x = this.normalized(this.convolution(x, `${prefix}project`, filters, 1), `${prefix}project_bn`);
    return strides === 1 && channels === filters ? b.sum(input, x, `${prefix}add`) : x;
  }

  top(x: Features, lastFilters: number, { classes, classifierActivation, dropoutRate }: TopConfig): Features {
    const { b } = this;
    let y = b.globalAveragePooling2d(x, { keepDims: true });
    y = b.conv2d(y, { name: 'conv_2', filters: lastFilters, kernelSize: 1, padding: 'same' });
    y = this.activate(y, 'hardSwish');
    if (dropoutRate > 0) y = b.dropout(y, { rate: dropoutRate });
    y = b.conv2d(y, { name: 'logits', filters: classes, kernelSize: 1, padding: 'same' });
    return b.activation(b.flatten(y), classifierActivation, 'predictions');
  }

  activate(x: Features, activation: Activation): Features {
    return activation === 'relu' || this.minimalistic ? this.b.reLU(x) : this.b.activation(x, 'hardSwish');
  }

  convolution(x: Features, name: string, filters: number, kernelSize: number, strides = 1): Features {
    return this.b.conv2d(x, { name, filters, kernelSize, strides, padding: 'same', useBias: false });
  }

  normalized(x: Features, name: string): Features {
    return this.b.batchNormalization(x, { name, ...NORMALIZATION });
  }

  /** Scales each channel by a factor computed from the means of all channels (Hu et al., 2017, arXiv:1709.01507). */
  private squeezeAndExcite(x: Features, prefix: string): Features {
    const { b } = this;
    const name = `${prefix}squeeze_excite`;
    const channels = x.shape[2];
    let y = b.globalAveragePooling2d(x, { name: `${name}_avg_pool`, keepDims: true });
    y = b.conv2d(y, { name: `${name}_conv`, filters: divisible(channels * 0.25), kernelSize: 1, padding: 'same' });
    y = b.reLU(y, { name: `${name}_relu` });
    y = b.conv2d(y, { name: `${name}_conv_1`, filters: channels, kernelSize: 1, padding: 'same' });
    // Keras builds a hard sigmoid from a ReLU, whose name the layer gets, and unnamed operators.
    y = b.activation(y, 'hardSigmoid', b.counted('ReLU'));
    return b.multiply(x, y, `${name}_mul`);
  }
}

type TopConfig = BackboneConfig & { readonly dropoutRate: number };

function imagenet(size: keyof typeof VARIANTS): NamedWeights[] {
  return Object.entries(CHECKSUMS[size]).flatMap(([variant, [top, noTop]]) => {
    const [alpha, kind] = variant.split(' ').reverse();
    const file = `weights_mobilenet_v3_${size}${kind ? `_${kind}` : ''}_224_${alpha}_float`;
    const url = (ending: string, md5: string) =>
      `https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v3/${file}${ending}.h5#md5=${md5}`;
    const about = { name: 'imagenet', description: 'ImageNet, published by Keras.' };
    return [
      { ...about, variant: `${variant} no top`, source: url('_no_top_v2', noTop) },
      { ...about, variant, source: url('', top) },
    ];
  });
}
