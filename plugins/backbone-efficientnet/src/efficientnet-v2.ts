import {
  type Architecture,
  type Blueprint,
  type Features,
  kerasVariant,
  kerasWeights,
} from '@expgraph/model-io/backbones';
import { efficientNetOptions } from './efficientnet-options.js';
import { efficientNetTop } from './efficientnet-top.js';
import { fusedBlock } from './fused-block.js';
import { mobileBlock } from './mobile-block.js';
import { nearestOfEight, scaledRepeats } from './scaled.js';

interface Stage {
  readonly kind: 'fused' | 'mobile';
  readonly repeats: number;
  readonly filters: number;
  readonly expansion: number;
  readonly strides: 1 | 2;
}

const stage = (kind: Stage['kind'], repeats: number, filters: number, expansion: number, strides: 1 | 2): Stage => ({
  kind,
  repeats,
  filters,
  expansion,
  strides,
});

/** Stages of B0, from which B1 to B3 are scaled. */
const BASE = [
  stage('fused', 1, 16, 1, 1),
  stage('fused', 2, 32, 4, 2),
  stage('fused', 2, 48, 4, 2),
  stage('mobile', 3, 96, 4, 2),
  stage('mobile', 5, 112, 6, 1),
  stage('mobile', 8, 192, 6, 2),
];

/** Table 4 of the paper. */
const SMALL = [
  stage('fused', 2, 24, 1, 1),
  stage('fused', 4, 48, 4, 2),
  stage('fused', 4, 64, 4, 2),
  stage('mobile', 6, 128, 4, 2),
  stage('mobile', 9, 160, 6, 1),
  stage('mobile', 15, 256, 6, 2),
];

/** The medium and large variants are documented in the authors' code only. */
const MEDIUM = [
  stage('fused', 3, 24, 1, 1),
  stage('fused', 5, 48, 4, 2),
  stage('fused', 5, 80, 4, 2),
  stage('mobile', 7, 160, 4, 2),
  stage('mobile', 14, 176, 6, 1),
  stage('mobile', 18, 304, 6, 2),
  stage('mobile', 5, 512, 6, 1),
];
const LARGE = [
  stage('fused', 4, 32, 1, 1),
  stage('fused', 7, 64, 4, 2),
  stage('fused', 7, 96, 4, 2),
  stage('mobile', 10, 192, 4, 2),
  stage('mobile', 19, 224, 6, 1),
  stage('mobile', 25, 384, 6, 2),
  stage('mobile', 7, 640, 6, 1),
];

const VARIANTS = {
  b0: { width: 1, depth: 1, size: 224, stem: 32, stages: BASE },
  b1: { width: 1, depth: 1.1, size: 240, stem: 32, stages: BASE },
  b2: { width: 1.1, depth: 1.2, size: 260, stem: 32, stages: BASE },
  b3: { width: 1.2, depth: 1.4, size: 300, stem: 32, stages: BASE },
  s: { width: 1, depth: 1, size: 384, stem: 24, stages: SMALL },
  m: { width: 1, depth: 1, size: 480, stem: 24, stages: MEDIUM },
  l: { width: 1, depth: 1, size: 480, stem: 32, stages: LARGE },
} as const;

/** MD5 of Keras' files with and without the top. */
const CHECKSUMS = {
  b0: ['21ecbf6da12460d5c40bb2f29ceb2188', '893217f2bb855e2983157299931e43ff'],
  b1: ['069f0534ff22adf035c89e2d9547a9dc', '0e80663031ca32d657f9caa404b6ec37'],
  b2: ['424e49f28180edbde1e94797771950a7', '1dfe2e7a5d45b6632553a8961ea609eb'],
  b3: ['1f1fc43bd98a6e4fd8fdfd551e02c7a0', 'f6abf7b5849ac99a89b50dd3fd532856'],
  s: ['e1d88a8495beba45748fedd0cecbe016', 'af0682fb74e8c54910f2d4393339c070'],
  m: ['a3bf6aa3276309f4fc6a34aa114c95cd', '1b8dc055df72dde80d614482840fe342'],
  l: ['27e6d408b53c7ebc868fefa357689935', 'b0b66b5c863aef5b46e8608fe1711615'],
} as const;

/** Momentum of batch normalization. */
const MOMENTUM = 0.9;

/**
 * EfficientNetV2: regular convolutions in the lower stages, where they are faster (Tan and Le, 2021, arXiv:2104.00298).
 * It includes the rescaling of images.
 */
export function efficientNetV2(variant: keyof typeof VARIANTS): Architecture<ReturnType<typeof efficientNetOptions>> {
  const { width, depth, size, stem, stages } = VARIANTS[variant];
  const filtersOf = (filters: number) => nearestOfEight(filters * width);
  // Keras computes drop rates from the number of blocks before scaling.
  const total = stages.reduce((count, { repeats }) => count + repeats, 0);
  return {
    name: `efficientnet-v2-${variant}`,
    description: `EfficientNetV2-${variant.toUpperCase()} (Tan and Le, 2021, arXiv:2104.00298). It includes the rescaling of images.`,
    range: '0..255',
    inputSize: [size, size],
    minimumSize: 32,
    options: efficientNetOptions(0.2),
    weights: kerasWeights(
      `tensorflow/keras-applications/efficientnet_v2/efficientnetv2-${variant}`,
      CHECKSUMS[variant],
    ),
    variant: kerasVariant,
    build(b, config) {
      let x = stages === BASE ? standardized(b) : b.rescaling(b.input, { scale: 1 / 128, offset: -1 });
      const options = { filters: filtersOf(stem), kernelSize: 3, strides: 2, padding: 'same', useBias: false } as const;
      x = b.batchNormalization(b.conv2d(x, { name: 'stem_conv', ...options }), { name: 'stem_bn', momentum: MOMENTUM });
      x = b.activation(x, 'swish', 'stem_activation');
      let index = 0;
      for (const [number, { kind, repeats, filters, expansion, strides }] of stages.entries()) {
        for (let repeat = 0; repeat < scaledRepeats(repeats, depth); repeat += 1) {
          const build = kind === 'fused' ? fusedBlock : mobileBlock;
          x = build(b, x, {
            prefix: `block${number + 1}${String.fromCharCode(97 + repeat)}_`,
            filters: filtersOf(filters),
            strides: repeat === 0 ? strides : 1,
            dropRate: (config.dropConnectRate * index) / total,
            kernelSize: 3,
            expansion,
            squeeze: 0.25,
            activation: 'swish',
            momentum: MOMENTUM,
            depthwise: 'dwconv2',
          });
          index += 1;
        }
      }
      x = b.conv2d(x, { name: 'top_conv', filters: filtersOf(1280), kernelSize: 1, padding: 'same', useBias: false });
      x = b.batchNormalization(x, { name: 'top_bn', momentum: MOMENTUM });
      return efficientNetTop(b, b.activation(x, 'swish', 'top_activation'), config);
    },
  };
}

/** Subtracts ImageNet's means from 0..255 and divides by its standard deviations. */
function standardized(b: Blueprint): Features {
  const variance = [0.229 ** 2, 0.224 ** 2, 0.225 ** 2];
  return b.normalization(b.rescaling(b.input, { scale: 1 / 255 }), { mean: [0.485, 0.456, 0.406], variance });
}
