import {
  type Architecture,
  type Blueprint,
  classify,
  type Features,
  POOL_NAMES,
  pool,
} from '@expgraph/tensorflow/backbones';
import { bottleneck, EPSILON } from './bottleneck.js';
import { imagenetWeights, variantOf } from './imagenet-weights.js';
import { preactivated } from './preactivated.js';

/** Bottleneck blocks in each of the stages conv2_x to conv5_x: table 1 of the paper. */
const BLOCKS = { 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3] } as const;

export type Depth = keyof typeof BLOCKS;

/** A residual network: each block adds to its input what it computes of it (He et al., 2015, arXiv:1512.03385). */
export function resnet(depth: Depth): Architecture {
  return {
    name: `resnet${depth}`,
    description: `ResNet of ${depth} layers with weights (He et al., 2015, arXiv:1512.03385).`,
    range: 'caffe',
    inputSize: [224, 224],
    minimumSize: 32,
    weights: imagenetWeights(`resnet${depth}`),
    variant: variantOf,
    build(b, config) {
      let x = firstConvolution(b);
      x = b.batchNormalization(x, { name: 'conv1_bn', epsilon: EPSILON });
      x = firstPool(b, b.activation(x, 'relu', 'conv1_relu'));
      for (const [stage, blocks] of BLOCKS[depth].entries()) {
        for (let block = 1; block <= blocks; block += 1) {
          // The first stage comes after a pool: it does not reduce again.
          const strides = block === 1 && stage > 0 ? 2 : 1;
          const name = `conv${stage + 2}_block${block}`;
          x = bottleneck(b, x, { name, filters: 64 * 2 ** stage, strides, project: block === 1 });
        }
      }
      return config.includeTop ? classify(b, x, config, 'avg_pool') : pool(b, x, config, POOL_NAMES);
    },
  };
}

/** The second version: normalisation and activation come before each convolution (He et al., 2016, arXiv:1603.05027). */
export function resnetV2(depth: Depth): Architecture {
  return {
    name: `resnet${depth}-v2`,
    description: `ResNet V2 of ${depth} layers with weights (He et al., 2016, arXiv:1603.05027).`,
    range: '-1..1',
    inputSize: [224, 224],
    minimumSize: 32,
    weights: imagenetWeights(`resnet${depth}v2`),
    variant: variantOf,
    build(b, config) {
      let x = firstPool(b, firstConvolution(b));
      for (const [stage, blocks] of BLOCKS[depth].entries()) {
        for (let block = 1; block <= blocks; block += 1) {
          // Here the last block of a stage reduces, except in the last stage.
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
