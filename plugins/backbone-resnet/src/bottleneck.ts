import type { Blueprint, Features } from '@expgraph/model-io/backbones';

/** Keras' epsilon for these networks. */
export const EPSILON = 1.001e-5;

export interface BlockOptions {
  /** Prefix of its layer names: `conv4_block6`. */
  readonly name: string;
  /** Filters of the two inner convolutions; the output has four times as many channels. */
  readonly filters: number;
  readonly strides: 1 | 2;
  /** Whether a convolution projects the input to the shape of the output. */
  readonly project: boolean;
}

/** Adds a residual block of 1x1, 3x3 and 1x1 convolutions: figure 5 (right) of the paper. */
export function bottleneck(b: Blueprint, input: Features, { name, filters, strides, project }: BlockOptions): Features {
  const normalize = (x: Features, part: number) =>
    b.batchNormalization(x, { name: `${name}_${part}_bn`, epsilon: EPSILON });
  const convolve = (x: Features, part: number, count: number, kernelSize: number, steps: 1 | 2 = 1) =>
    b.conv2d(x, {
      name: `${name}_${part}_conv`,
      filters: count,
      kernelSize,
      strides: steps,
      padding: kernelSize === 3 ? 'same' : 'valid',
    });
  const shortcut = project ? normalize(convolve(input, 0, 4 * filters, 1, strides), 0) : input;
  let x = normalize(convolve(input, 1, filters, 1, strides), 1);
  x = b.activation(x, 'relu', `${name}_1_relu`);
  x = normalize(convolve(x, 2, filters, 3), 2);
  x = b.activation(x, 'relu', `${name}_2_relu`);
  x = normalize(convolve(x, 3, 4 * filters, 1), 3);
  return b.activation(b.sum(shortcut, x, `${name}_add`), 'relu', `${name}_out`);
}
