import type { Blueprint, Features } from '@expgraph/model-io/backbones';
import { addInput, type MobileBlock } from './mobile-block.js';

/**
 * Adds a block with a regular convolution instead of expansion and depthwise convolution: figure 2 of the
 * EfficientNetV2 paper.
 */
export function fusedBlock(b: Blueprint, input: Features, block: MobileBlock): Features {
  const { prefix, kernelSize, strides, expansion, filters, momentum } = block;
  const channels = input.shape[2];
  const normalize = (x: Features, name: string) => b.batchNormalization(x, { name: `${prefix}${name}`, momentum });
  const convolve = (x: Features, name: string, count: number, size: number, steps: number) =>
    b.conv2d(x, {
      name: `${prefix}${name}`,
      filters: count,
      kernelSize: size,
      strides: steps,
      padding: 'same',
      useBias: false,
    });
  let x = input;
  if (expansion === 1) {
    x = normalize(convolve(x, 'project_conv', filters, kernelSize, strides), 'project_bn');
    x = b.activation(x, 'swish', `${prefix}project_activation`);
  } else {
    x = normalize(convolve(x, 'expand_conv', channels * expansion, kernelSize, strides), 'expand_bn');
    x = b.activation(x, 'swish', `${prefix}expand_activation`);
    x = normalize(convolve(x, 'project_conv', filters, 1, 1), 'project_bn');
  }
  return strides === 1 && channels === filters ? addInput(b, x, input, block) : x;
}
