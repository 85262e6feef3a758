import {
  type Architecture,
  type BackboneConfig,
  type Blueprint,
  type Features,
  pool,
} from '@expgraph/model-io/backbones';
import type { NamedWeights } from '@expgraph/sdk';
import { sizeOf, WIDTH } from './width-multiplier.js';

/** Filters and strides of the blocks after the first convolution: table 1 of the paper. */
const BLOCKS: readonly (readonly [filters: number, strides: 1 | 2])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

/** Width multipliers and image sizes for which Keras publishes ImageNet weights. */
const SIZES = [224, 192, 160, 128];
const ALPHAS = { 1: '1_0', 0.75: '7_5', 0.5: '5_0', 0.25: '2_5' } as const;

/** MobileNet: depthwise separable convolutions (Howard et al., 2017, arXiv:1704.04861). */
export const mobileNet: Architecture<typeof WIDTH> = {
  name: 'mobilenet',
  description: 'MobileNet (Howard et al., 2017, arXiv:1704.04861).',
  range: '-1..1',
  inputSize: [224, 224],
  minimumSize: 32,
  options: WIDTH,
  weights: imagenet(),
  variant: ({ alpha, inputSize, includeTop }) => `${alpha}_${sizeOf(inputSize, SIZES)}${includeTop ? '' : '_no_top'}`,
  limits: () => ({ alpha: Object.keys(ALPHAS).reverse() }),
  build(b, config) {
    const filters = (count: number) => Math.trunc(count * config.alpha);
    let x = b.conv2d(b.input, {
      name: 'conv1',
      filters: filters(32),
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      useBias: false,
    });
    x = normalizeAndActivate(b, x, 'conv1');
    for (const [index, [count, strides]] of BLOCKS.entries()) x = block(b, x, index + 1, filters(count), strides);
    return config.includeTop ? top(b, x, config) : pool(b, x, config);
  },
};

function block(b: Blueprint, input: Features, id: number, filters: number, strides: 1 | 2): Features {
  let x = input;
  if (strides === 2)
    x = b.zeroPadding2d(
      x,
      [
        [0, 1],
        [0, 1],
      ],
      `conv_pad_${id}`,
    );
  const padding = strides === 1 ? 'same' : 'valid';
  x = b.depthwiseConv2d(x, { name: `conv_dw_${id}`, kernelSize: 3, strides, padding, useBias: false });
  x = normalizeAndActivate(b, x, `conv_dw_${id}`);
  x = b.conv2d(x, { name: `conv_pw_${id}`, filters, kernelSize: 1, padding: 'same', useBias: false });
  return normalizeAndActivate(b, x, `conv_pw_${id}`);
}

function normalizeAndActivate(b: Blueprint, x: Features, name: string): Features {
  return b.reLU(b.batchNormalization(x, { name: `${name}_bn` }), { name: `${name}_relu`, maxValue: 6 });
}

function top(b: Blueprint, x: Features, { classes, classifierActivation }: BackboneConfig): Features {
  let y = b.dropout(b.globalAveragePooling2d(x, { keepDims: true }), { name: 'dropout', rate: 0.001 });
  y = b.conv2d(y, { name: 'conv_preds', filters: classes, kernelSize: 1, padding: 'same' });
  return b.activation(b.reshape(y, [classes], 'reshape_2'), classifierActivation, 'predictions');
}

function imagenet(): NamedWeights[] {
  const all = Object.entries(ALPHAS).flatMap(([alpha, text]) =>
    SIZES.flatMap((size) => ['_no_top', ''].map((top) => ({ variant: `${alpha}_${size}${top}`, text, size, top }))),
  );
  return all
    .sort((a, b) => Number(b.text === '1_0') - Number(a.text === '1_0'))
    .map(({ variant, text, size, top: ending }) => ({
      name: 'imagenet',
      variant,
      source: `https://storage.googleapis.com/tensorflow/keras-applications/mobilenet/mobilenet_${text}_${size}_tf${ending}.h5`,
      description: 'ImageNet, published by Keras without checksums.',
    }));
}
