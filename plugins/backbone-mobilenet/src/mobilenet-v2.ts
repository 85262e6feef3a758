import {
  type Architecture,
  type Blueprint,
  classify,
  type Features,
  type OptionLimits,
  pool,
} from '@expgraph/model-io/backbones';
import type { NamedWeights } from '@expgraph/sdk';
import { divisible } from './divisible.js';
import { OPEN_IMAGES } from './open-images.js';
import { alphaText, sizeOf, WIDTH } from './width-multiplier.js';

/** Groups of inverted residual blocks: table 2 of the paper. */
const GROUPS = [
  { expansion: 1, channels: 16, repeats: 1, strides: 1 },
  { expansion: 6, channels: 24, repeats: 2, strides: 2 },
  { expansion: 6, channels: 32, repeats: 3, strides: 2 },
  { expansion: 6, channels: 64, repeats: 4, strides: 2 },
  { expansion: 6, channels: 96, repeats: 3, strides: 1 },
  { expansion: 6, channels: 160, repeats: 3, strides: 2 },
  { expansion: 6, channels: 320, repeats: 1, strides: 1 },
] as const;

/** Keras' epsilon and momentum for this network. */
export const NORMALIZATION = { epsilon: 1e-3, momentum: 0.999 } as const;

/** Width multipliers and image sizes for which Keras publishes ImageNet weights. */
const ALPHAS = [1, 0.35, 0.5, 0.75, 1.3, 1.4];
const SIZES = [224, 192, 160, 128, 96];

const variantOf = (alpha: number, size: number, includeTop: boolean) =>
  `${alphaText(alpha)}_${size}${includeTop ? '' : '_no_top'}`;

/** MobileNetV2: blocks of expansion, depthwise convolution and projection (Sandler et al., 2018, arXiv:1801.04381). */
export const mobileNetV2: Architecture<typeof WIDTH> = {
  name: 'mobilenet-v2',
  description: 'MobileNetV2, 2.3 million parameters without the top (Sandler et al., 2018, arXiv:1801.04381).',
  range: '-1..1',
  inputSize: [224, 224],
  minimumSize: 32,
  options: WIDTH,
  weights: [OPEN_IMAGES, ...imagenet()],
  defaultWeights: OPEN_IMAGES.name,
  variant: ({ alpha, inputSize, includeTop }, name) =>
    name === OPEN_IMAGES.name
      ? `${alphaText(alpha)}${includeTop ? ' with top' : ''}`
      : variantOf(alpha, sizeOf(inputSize, SIZES), includeTop),
  limits: (_, name): OptionLimits =>
    name === OPEN_IMAGES.name ? { alpha: [1], includeTop: [false] } : { alpha: ALPHAS },
  readers: {
    [OPEN_IMAGES.name]: async () => (await import('./read-detector.js')).readOpenImages,
    '.tflite': async () => (await import('./read-detector.js')).readDetector,
  },
  build(b, config) {
    const { alpha } = config;
    let x = convolution(b, b.input, 'Conv1', divisible(32 * alpha), 3, 2);
    x = relu6(b, normalize(b, x, 'bn_Conv1'), 'Conv1_relu');
    let id = 0;
    for (const { expansion, channels, repeats, strides } of GROUPS) {
      const filters = divisible(Math.trunc(channels * alpha));
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const prefix = id === 0 ? 'expanded_conv_' : `block_${id}_`;
        x = invertedResidual(b, x, { prefix, expansion, filters, strides: repeat === 0 ? strides : 1 });
        id += 1;
      }
    }
    x = convolution(b, x, 'Conv_1', alpha > 1 ? divisible(1280 * alpha) : 1280, 1);
    x = relu6(b, normalize(b, x, 'Conv_1_bn'), 'out_relu');
    return config.includeTop ? classify(b, x, config) : pool(b, x, config);
  },
};

interface Block {
  readonly prefix: string;
  readonly expansion: number;
  readonly filters: number;
  readonly strides: 1 | 2;
}

/** Adds a block of expansion, depthwise convolution and projection: figure 4 of the paper. */
function invertedResidual(b: Blueprint, input: Features, { prefix, expansion, filters, strides }: Block): Features {
  const channels = input.shape[2];
  let x = input;
  if (expansion > 1) {
    x = convolution(b, x, `${prefix}expand`, expansion * channels, 1);
    x = relu6(b, normalize(b, x, `${prefix}expand_BN`), `${prefix}expand_relu`);
  }
  if (strides === 2) x = b.padForStride2(x, 3, `${prefix}pad`);
  const padding = strides === 1 ? 'same' : 'valid';
  x = b.depthwiseConv2d(x, { name: `${prefix}depthwise`, kernelSize: 3, strides, padding, useBias: false });
  x = relu6(b, normalize(b, x, `${prefix}depthwise_BN`), `${prefix}depthwise_relu`);
  x = normalize(b, convolution(b, x, `${prefix}project`, filters, 1), `${prefix}project_BN`);
  return strides === 1 && channels === filters ? b.sum(input, x, `${prefix}add`) : x;
}

const convolution = (b: Blueprint, x: Features, name: string, filters: number, kernelSize: number, strides = 1) =>
  b.conv2d(x, { name, filters, kernelSize, strides, padding: 'same', useBias: false });

const normalize = (b: Blueprint, x: Features, name: string) => b.batchNormalization(x, { name, ...NORMALIZATION });

const relu6 = (b: Blueprint, x: Features, name: string) => b.reLU(x, { name, maxValue: 6 });

function imagenet(): NamedWeights[] {
  return ALPHAS.flatMap((alpha) =>
    SIZES.flatMap((size) => [false, true].map((top) => variantOf(alpha, size, top))),
  ).map((variant) => ({
    name: 'imagenet',
    variant,
    source: `https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${variant}.h5`,
    description: 'ImageNet, published by Keras without checksums.',
  }));
}
