import {
  type Architecture,
  type Blueprint,
  classify,
  type Features,
  kerasVariant,
  kerasWeights,
  POOL_NAMES,
  pool,
} from '@expgraph/model-io/backbones';
import { bottleneck, EPSILON } from './bottleneck.js';
import { preactivated } from './preactivated.js';

/** Number of bottleneck blocks in stages conv2_x to conv5_x: table 1 of the paper. */
const BLOCKS = { 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3] } as const;

export type Depth = keyof typeof BLOCKS;

/** MD5 of Keras' files with and without the top. */
const CHECKSUMS = {
  resnet50: ['2cb95161c43110f7111970584f804107', '4d473c1dd8becc155b73f8504c6f6626'],
  resnet101: ['f1aeb4b969a6efcfb50fad2f0c20cfc5', '88cf7a10940856eca736dc7b7e228a21'],
  resnet152: ['100835be76be38e30d865e96f2aaae62', 'ee4c566cf9a93f14d82f913c2dc6dd0c'],
  resnet50v2: ['3ef43a0b657b3be2300d5770ece849e0', 'fac2f116257151a9d068a22e544a4917'],
  resnet101v2: ['6343647c601c52e1368623803854d971', 'c0ed64b8031c3730f411d2eb4eea35b5'],
  resnet152v2: ['a49b44d1979771252814e80f8ec446f9', 'ed17cf2e0169df9d443503ef94b23b33'],
} as const;

const published = (name: keyof typeof CHECKSUMS) =>
  kerasWeights(`tensorflow/keras-applications/resnet/${name}_weights_tf_dim_ordering_tf_kernels`, CHECKSUMS[name]);

/** Residual network: each block adds its output to its input (He et al., 2015, arXiv:1512.03385). */
export function resnet(depth: Depth): Architecture {
  return {
    name: `resnet${depth}`,
    description: `ResNet-${depth} (He et al., 2015, arXiv:1512.03385).`,
    range: 'caffe',
    inputSize: [224, 224],
    minimumSize: 32,
    weights: published(`resnet${depth}`),
    variant: kerasVariant,
    build(b, config) {
      let x = firstConvolution(b);
      x = b.batchNormalization(x, { name: 'conv1_bn', epsilon: EPSILON });
      x = firstPool(b, b.activation(x, 'relu', 'conv1_relu'));
      for (const [stage, blocks] of BLOCKS[depth].entries()) {
        for (let block = 1; block <= blocks; block += 1) {
          // The first stage is not strided, because a pooling layer precedes it.
          const strides = block === 1 && stage > 0 ? 2 : 1;
          const name = `conv${stage + 2}_block${block}`;
          x = bottleneck(b, x, { name, filters: 64 * 2 ** stage, strides, project: block === 1 });
        }
      }
      return config.includeTop ? classify(b, x, config, 'avg_pool') : pool(b, x, config, POOL_NAMES);
    },
  };
}

/** Second version: normalization and activation precede each convolution (He et al., 2016, arXiv:1603.05027). */
export function resnetV2(depth: Depth): Architecture {
  return {
    name: `resnet${depth}-v2`,
    description: `ResNet-${depth} V2 (He et al., 2016, arXiv:1603.05027).`,
    range: '-1..1',
    inputSize: [224, 224],
    minimumSize: 32,
    weights: published(`resnet${depth}v2`),
    variant: kerasVariant,
    build(b, config) {
      let x = firstPool(b, firstConvolution(b));
      for (const [stage, blocks] of BLOCKS[depth].entries()) {
        for (let block = 1; block <= blocks; block += 1) {
          // In this version, the last block of each stage but the last is strided.
          const strides = block === blocks && stage < 3 ? 2 : 1;
          const name = `conv${stage + 2}_block${block}`;
          x = preactivated(b, x, { name, filters: 64 * 2 ** stage, strides, project: block === 1 });
        }
      }
      x = b.batchNormalization(x, { name: 'post_bn', epsilon: EPSILON });
      x = b.activation(x, 'relu', 'post_relu');
      return config.includeTop ? classify(b, x, config, 'avg_pool') : pool(b, x, config, POOL_NAMES);
    },
  };
}

function firstConvolution(b: Blueprint): Features {
  const padded = b.zeroPadding2d(
    b.input,
    [
      [3, 3],
      [3, 3],
    ],
    'conv1_pad',
  );
  return b.conv2d(padded, { name: 'conv1_conv', filters: 64, kernelSize: 7, strides: 2 });
}

function firstPool(b: Blueprint, x: Features): Features {
  const padded = b.zeroPadding2d(
    x,
    [
      [1, 1],
      [1, 1],
    ],
    'pool1_pad',
  );
  return b.maxPooling2d(padded, { name: 'pool1_pool', poolSize: 3, strides: 2 });
}
