import type { Random } from '@expgraph/sdk';
import { batchNormalization, reLU } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { type Block, mobileNetV2Table } from './mobilenet-v2-table.js';

export interface MobileNetV2Options {
  /** `[height, width]` in pixels. */
  readonly inputSize: readonly [number, number];
  /** Width multiplier. */
  readonly alpha: number;
  /** Where the first weights come from. */
  readonly random: Random;
}

/** Keras' epsilon and momentum for this network. */
export const EPSILON = 1e-3;
const MOMENTUM = 0.999;

/**
 * MobileNetV2 without its top (Sandler et al., 2018, arXiv:1801.04381), with Keras' layer names.
 * Input: `float32[batch, height, width, 3]` in -1..1. Output: `float32[batch, height / 32, width / 32, 1280 or more]`.
 */
export function buildMobileNetV2({ inputSize, alpha, random }: MobileNetV2Options): tf.LayersModel {
  const table = mobileNetV2Table(alpha);
  const layers = new Layers(random);
  const input = tf.input({ name: 'input', shape: [...inputSize, 3] });
  let x = layers.convolution(input, 'Conv1', table.firstFilters, 3, 2);
  x = layers.relu6(layers.normalize(x, 'bn_Conv1'), 'Conv1_relu');
  for (const block of table.blocks) x = invertedResidual(x, block, layers);
  x = layers.convolution(x, 'Conv_1', table.lastFilters, 1);
  x = layers.relu6(layers.normalize(x, 'Conv_1_bn'), 'out_relu');
  return tf.model({ name: 'mobilenet-v2', inputs: input, outputs: x });
}

/** Expand, filter each channel by itself, project: figure 4 of the paper. */
function invertedResidual(input: tf.SymbolicTensor, block: Block, layers: Layers): tf.SymbolicTensor {
  const { prefix, expansion, strides, filters, residual } = block;
  let x = input;
  if (expansion > 1) {
    x = layers.convolution(x, `${prefix}expand`, expansion * (input.shape[3] as number), 1);
    x = layers.relu6(layers.normalize(x, `${prefix}expand_BN`), `${prefix}expand_relu`);
  }
  if (strides === 2) x = layers.pad(x, `${prefix}pad`);
  x = layers.depthwise(x, `${prefix}depthwise`, strides);
  x = layers.relu6(layers.normalize(x, `${prefix}depthwise_BN`), `${prefix}depthwise_relu`);
  x = layers.convolution(x, `${prefix}project`, filters, 1);
  x = layers.normalize(x, `${prefix}project_BN`);
  return residual ? (tf.layers.add({ name: `${prefix}add` }).apply([input, x]) as tf.SymbolicTensor) : x;
}

/** The few layers that the network is made of. */
class Layers {
  constructor(private readonly random: Random) {}

  convolution(x: tf.SymbolicTensor, name: string, filters: number, kernelSize: number, strides = 1): tf.SymbolicTensor {
    const kernelInitializer = this.initializer(name);
    const options = { name, filters, kernelSize, strides, padding: 'same', useBias: false, kernelInitializer } as const;
    return tf.layers.conv2d(options).apply(x) as tf.SymbolicTensor;
  }

  depthwise(x: tf.SymbolicTensor, name: string, strides: 1 | 2): tf.SymbolicTensor {
    const depthwiseInitializer = this.initializer(name);
    const padding = strides === 1 ? 'same' : 'valid';
    const options = { name, kernelSize: 3, strides, padding, useBias: false, depthwiseInitializer } as const;
    return tf.layers.depthwiseConv2d(options).apply(x) as tf.SymbolicTensor;
  }

  normalize(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    return batchNormalization({ name, epsilon: EPSILON, momentum: MOMENTUM }).apply(x) as tf.SymbolicTensor;
  }

  relu6(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    return reLU({ name, maxValue: 6 }).apply(x) as tf.SymbolicTensor;
  }

  /** Pads such that a 3x3 filter of stride 2 sees what it saw in the original: an even size gets nothing before it. */
  pad(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    const [, height, width] = x.shape as number[];
    const before = (size: number) => (size % 2 === 0 ? 0 : 1);
    const padding: [[number, number], [number, number]] = [
      [before(height), 1],
      [before(width), 1],
    ];
    return tf.layers.zeroPadding2d({ name, padding }).apply(x) as tf.SymbolicTensor;
  }

  private initializer(name: string) {
    return tf.initializers.glorotUniform({ seed: this.random.stream('initialise', name).seed() });
  }
}
